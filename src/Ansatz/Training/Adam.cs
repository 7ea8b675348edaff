using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − α·m̂/(√v̂ + ε) with m̂ = m/(1 − β₁ᵗ), v̂ = v/(1 − β₂ᵗ); all of it in one pass over memory.
/// </summary>
/// <remarks>
/// Kingma and Ba, Adam (2015), algorithm 1. The paper's remark in section 2, which Keras follows, adds ε before the correction:
/// α√(1 − β₂ᵗ)/(1 − β₁ᵗ)·m/(√v + ε). Both are w − a·m/(√v + e), with a = α√(1 − β₂ᵗ)/(1 − β₁ᵗ) and e = ε, or ε√(1 − β₂ᵗ).
/// Decoupled weight decay (AdamW: Loshchilov and Hutter, 2019) first multiplies w by 1 − α·λ.
/// </remarks>
/// <param name="beta1">Decay of the mean of gradients, in [0, 1).</param>
/// <param name="beta2">Decay of the mean of their squares, in [0, 1).</param>
/// <param name="epsilon">Added to the root of the mean square.</param>
/// <param name="epsilonBeforeCorrection">Whether ε is added before the bias correction, as Keras does.</param>
/// <param name="weightDecay">λ of AdamW; 0 is plain Adam.</param>
public sealed class Adam(double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, bool epsilonBeforeCorrection = false, double weightDecay = 0) : Optimizer
{
    private readonly Dictionary<Parameter, (float[] Mean, float[] Square)> moments = [];
    private float rate, correctedEpsilon, keep;

    /// <summary>Adam as Keras defines it: ε = 1e-7, before the correction.</summary>
    public static Adam Keras() => new(epsilon: 1e-7, epsilonBeforeCorrection: true);

    protected override void BeginStep(double learningRate)
    {
        double first = 1 - Power(beta1, StepCount), second = Math.Sqrt(1 - Power(beta2, StepCount));
        rate = (float)(learningRate * second / first);
        correctedEpsilon = (float)(epsilonBeforeCorrection ? epsilon : epsilon * second);
        keep = (float)(1 - learningRate * weightDecay);
    }

    private protected override unsafe void Update(Parameter parameter, Tensor gradient)
    {
        var (mean, square) = Moments(parameter);
        fixed (float* w = parameter.Value.Span, g = gradient.Span, m = mean, v = square)
            ForkJoin.For((mean.Length + AdamStep.Piece - 1) / AdamStep.Piece,
                new AdamStep(w, g, m, v, mean.Length, (float)beta1, (float)beta2, rate, correctedEpsilon, keep));
    }

    internal override IEnumerable<(string Name, float[] Values)> State(IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters.Where(p => p.IsTrainable))
        {
            var (mean, square) = Moments(parameter);
            yield return ($"adam.mean.{parameter.Name}", mean);
            yield return ($"adam.square.{parameter.Name}", square);
        }
    }

    public override string ToString() =>
        $"Adam β₁ {beta1}, β₂ {beta2}, ε {epsilon}{(epsilonBeforeCorrection ? " before the correction" : "")}{(weightDecay != 0 ? $", weight decay {weightDecay}" : "")}";

    private (float[] Mean, float[] Square) Moments(Parameter parameter)
    {
        if (!moments.TryGetValue(parameter, out var pair))
            moments[parameter] = pair = (new float[parameter.Shape.Size], new float[parameter.Shape.Size]);
        return pair;
    }

    // By squaring: exact in its order, whatever the machine.
    private static double Power(double b, long exponent)
    {
        var result = 1.0;
        for (; exponent > 0; exponent >>= 1, b *= b)
            if ((exponent & 1) != 0) result *= b;
        return result;
    }
}

/// <summary>One piece of Adam's pass; lanes are parameters.</summary>
internal readonly unsafe struct AdamStep(float* w, float* g, float* m, float* v, int length, float beta1, float beta2, float rate, float epsilon, float keep)
    : IParallelBody
{
    public const int Piece = 32 * 1024;

    public void Invoke(int index)
    {
        int i = index * Piece, end = Math.Min(length, i + Piece);
        for (; i <= end - 16; i += 16)
        {
            var (wi, mi, vi) = Next(Vector512.Load(w + i), Vector512.Load(g + i), Vector512.Load(m + i), Vector512.Load(v + i));
            wi.Store(w + i);
            mi.Store(m + i);
            vi.Store(v + i);
        }
        if (i < end)
        {
            var n = end - i;
            var (wi, mi, vi) = Next(Lanes.Load(new(w + i, n)), Lanes.Load(new(g + i, n)), Lanes.Load(new(m + i, n)), Lanes.Load(new(v + i, n)));
            Lanes.Store(wi, new(w + i, n));
            Lanes.Store(mi, new(m + i, n));
            Lanes.Store(vi, new(v + i, n));
        }
    }

    private (Vector512<float> W, Vector512<float> M, Vector512<float> V) Next(Vector512<float> wi, Vector512<float> gi, Vector512<float> mi, Vector512<float> vi)
    {
        mi = Vector512.FusedMultiplyAdd(Vector512.Create(1 - beta1), gi - mi, mi);
        vi = Vector512.FusedMultiplyAdd(Vector512.Create(1 - beta2), gi * gi - vi, vi);
        var change = mi / (Vector512.Sqrt(vi) + Vector512.Create(epsilon));
        wi = Vector512.FusedMultiplyAdd(Vector512.Create(-rate), change, wi * Vector512.Create(keep));
        return (wi, mi, vi);
    }
}
