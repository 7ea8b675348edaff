using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ).
/// </summary>
/// <remarks>
/// Kingma and Ba, Adam (2015), algorithm 1. The paper's remark in section 2, which Keras follows, adds ε before the correction:
/// α√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε). Both are w − a·m/(√v + e), with a = α√(1 − β₂ᵗ)/(1 − β₁ᵗ) and e = ε, or ε√(1 − β₂ᵗ).
/// Decoupled weight decay (AdamW: Loshchilov and Hutter, 2019) first multiplies w by 1 − α·λ.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly double beta1, beta2, epsilon, weightDecay;
    private readonly bool epsilonBeforeCorrection;

    /// <summary>Left as it is, PyTorch's Adam; <see cref="Keras"/> is the other.</summary>
    /// <param name="beta1">Decay of the mean of gradients, in [0, 1).</param>
    /// <param name="beta2">Decay of the mean of their squares, in [0, 1).</param>
    /// <param name="epsilon">Added to the root of the mean square; above 0.</param>
    /// <param name="epsilonBeforeCorrection">Whether ε is added before the bias correction, as Keras does.</param>
    /// <param name="weightDecay">λ of AdamW, 0 or more; 0 is plain Adam.</param>
    public Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool epsilonBeforeCorrection = false, double weightDecay = 0)
    {
        RequireDecay(beta1, nameof(beta1));
        RequireDecay(beta2, nameof(beta2));
        if (!(epsilon > 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), $"Adam: epsilon is {epsilon}; expected more than 0.");
        if (!(weightDecay >= 0)) throw new ArgumentOutOfRangeException(nameof(weightDecay), $"Adam: the weight decay is {weightDecay}; expected 0 or more.");
        (this.beta1, this.beta2, this.epsilon, this.epsilonBeforeCorrection, this.weightDecay) = (beta1, beta2, epsilon, epsilonBeforeCorrection, weightDecay);
    }

    /// <summary>Adam as Keras defines it: ε = 1e-7, before the correction.</summary>
    public static Adam Keras() => new(epsilon: 1e-7, epsilonBeforeCorrection: true);

    public override IReadOnlyList<string> Memory { get; } = ["mean", "square"];

    public override void Update(Tensor weights, in ParameterGradient gradient, ReadOnlySpan<Tensor> memory, in OptimizerStep step)
    {
        double first = 1 - Power(beta1, step.Number), second = Math.Sqrt(1 - Power(beta2, step.Number));
        var update = new AdamUpdate((float)(1 - beta1), (float)(1 - beta2), (float)(step.LearningRate * second / first),
            (float)(epsilonBeforeCorrection ? epsilon : epsilon * second), (float)(1 - step.LearningRate * weightDecay), step.GradientScale);
        gradient.Apply(update, weights, memory[0], memory[1]);
    }

    public override string ToString() => FormattableString.Invariant($"Adam β₁ {beta1}, β₂ {beta2}, ε {epsilon}")
        + (epsilonBeforeCorrection ? " before the correction" : "") + (weightDecay != 0 ? FormattableString.Invariant($", weight decay {weightDecay}") : "");

    private static void RequireDecay(double beta, string name)
    {
        if (beta is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(name, $"Adam: {name} is {beta}; expected 0 or more and below 1.");
    }

    // By squaring: the same bits on any machine.
    private static double Power(double b, long exponent)
    {
        var result = 1.0;
        for (; exponent > 0; exponent >>= 1, b *= b)
            if ((exponent & 1) != 0) result *= b;
        return result;
    }
}

/// <summary>w ← keep·w − rate·m/(√v + ε), after m and v have moved towards s·g and (s·g)² by the fractions <c>towardsMean</c> and <c>towardsSquare</c>.</summary>
/// <remarks>
/// A mean below 2⁻¹²⁶ is set to 0, because it changes no weight above 10⁻²² and subnormal numbers are slow. The means of dead units become subnormal after some
/// 900 steps. In the dense network on digits, two thirds of the means were subnormal, which doubled the optimizer's time and cost a tenth of a step.
/// </remarks>
internal readonly struct AdamUpdate(float towardsMean, float towardsSquare, float rate, float epsilon, float keep, float gradientScale) : IWeightUpdate
{
    private const float SmallestNormal = 1.17549435e-38f;

    public static int MemoryCount => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> gradient, ref Vector512<float> weight, ref Vector512<float> mean, ref Vector512<float> square)
    {
        var g = gradient * Vector512.Create(gradientScale);
        mean = Vector512.FusedMultiplyAdd(Vector512.Create(towardsMean), g - mean, mean);
        mean = Vector512.ConditionalSelect(Vector512.LessThan(Vector512.Abs(mean), Vector512.Create(SmallestNormal)), Vector512<float>.Zero, mean);
        square = Vector512.FusedMultiplyAdd(Vector512.Create(towardsSquare), g * g - square, square);
        var change = mean / (Vector512.Sqrt(square) + Vector512.Create(epsilon));
        weight = Vector512.FusedMultiplyAdd(Vector512.Create(-rate), change, weight * Vector512.Create(keep));
    }
}
