using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Stochastic gradient descent: g ← g + λw, b ← μb + g, w ← w − α·b; Nesterov's form steps by g + μb instead of b.
/// </summary>
/// <remarks>
/// As PyTorch's SGD without dampening; b begins at 0, so μ = 0 is plain descent. Sutskever, Martens, Dahl and Hinton, On the importance of
/// initialization and momentum in deep learning (2013), section 2, with the rate outside the velocity.
/// </remarks>
public sealed class Sgd : Optimizer
{
    private readonly double momentum, weightDecay;
    private readonly bool isNesterov;

    /// <param name="momentum">μ, in [0, 1).</param>
    /// <param name="isNesterov">Whether the step looks ahead along the velocity.</param>
    /// <param name="weightDecay">λ, 0 or more: the slope of ½λ‖w‖², added to the gradient.</param>
    public Sgd(double momentum = 0, bool isNesterov = false, double weightDecay = 0)
    {
        if (momentum is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(momentum), $"Sgd: the momentum is {momentum}; expected 0 or more and below 1.");
        if (!(weightDecay >= 0)) throw new ArgumentOutOfRangeException(nameof(weightDecay), $"Sgd: the weight decay is {weightDecay}; expected 0 or more.");
        (this.momentum, this.isNesterov, this.weightDecay) = (momentum, isNesterov, weightDecay);
    }

    public override IReadOnlyList<string> Memory => momentum == 0 ? [] : ["velocity"];

    public override void Update(Tensor weights, in ParameterGradient gradient, ReadOnlySpan<Tensor> memory, in OptimizerStep step)
    {
        var plain = new PlainUpdate((float)step.LearningRate, (float)weightDecay, step.GradientScale);
        if (momentum == 0) gradient.Apply(plain, weights);
        else gradient.Apply(new MomentumUpdate(plain, (float)momentum, isNesterov), weights, memory[0]);
    }

    public override string ToString() => FormattableString.Invariant($"SGD momentum {momentum}") + (isNesterov ? ", Nesterov" : "")
        + (weightDecay != 0 ? FormattableString.Invariant($", weight decay {weightDecay}") : "");
}

/// <summary>Along the gradient, with nothing to remember.</summary>
internal readonly struct PlainUpdate(float rate, float weightDecay, float gradientScale) : IWeightUpdate
{
    public static int MemoryCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> unused, ref Vector512<float> alsoUnused) =>
        Move(Decayed(gradient, weight), ref weight);

    /// <summary>g + λw.</summary>
    public Vector512<float> Decayed(Vector512<float> gradient, Vector512<float> weight) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(weightDecay), weight, gradient * Vector512.Create(gradientScale));

    public void Move(Vector512<float> direction, ref Vector512<float> weight) =>
        weight = Vector512.FusedMultiplyAdd(Vector512.Create(-rate), direction, weight);
}

/// <summary>Along the velocity.</summary>
internal readonly struct MomentumUpdate(PlainUpdate plain, float momentum, bool isNesterov) : IWeightUpdate
{
    public static int MemoryCount => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> velocity, ref Vector512<float> unused)
    {
        var g = plain.Decayed(gradient, weight);
        velocity = Vector512.FusedMultiplyAdd(Vector512.Create(momentum), velocity, g);
        plain.Move(isNesterov ? Vector512.FusedMultiplyAdd(Vector512.Create(momentum), velocity, g) : velocity, ref weight);
    }
}
