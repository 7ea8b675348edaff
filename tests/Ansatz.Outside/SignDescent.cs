using System.Runtime.Intrinsics;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Outside;

/// <summary>An optimizer: m ← μm + (1 − μ)g, w ← w − α·sign m.</summary>
internal sealed class SignDescent(float momentum) : Optimizer
{
    public override IReadOnlyList<string> Memory => ["mean"];

    public override void Update(Tensor weights, in ParameterGradient gradient, ReadOnlySpan<Tensor> memory, in OptimizerStep step) =>
        gradient.Apply(new Rule(momentum, (float)step.LearningRate, step.GradientScale), weights, memory[0]);

    public override string ToString() => FormattableString.Invariant($"sign descent, momentum {momentum}");

    private readonly struct Rule(float momentum, float rate, float scale) : IWeightUpdate
    {
        public static int MemoryCount => 1;

        public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> mean, ref Vector512<float> unused)
        {
            mean = Vector512.FusedMultiplyAdd(Vector512.Create(momentum), mean, gradient * Vector512.Create((1 - momentum) * scale));
            var step = Vector512.Create(rate);
            weight -= Vector512.ConditionalSelect(Vector512.GreaterThan(mean, Vector512<float>.Zero), step, Vector512<float>.Zero);
            weight += Vector512.ConditionalSelect(Vector512.LessThan(mean, Vector512<float>.Zero), step, Vector512<float>.Zero);
        }
    }
}
