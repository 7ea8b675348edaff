using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// Chains that alternate v ~ P(v|h) and h ~ P(h|v). Units are stored as bits; only their logits are floats, in memory that each draw reuses.
/// </summary>
/// <remarks>With annealing, they are the chains of the machine at β: weights βW, hidden biases βb and visible biases βa + (1 − β)a₀.</remarks>
/// <param name="conditionals">The conditional distributions of the machine.</param>
/// <param name="count">The number of chains.</param>
/// <param name="tape">The tape whose memory holds the logits; null allocates memory.</param>
internal sealed class GibbsChains(Conditionals conditionals, int count, Tape? tape = null)
{
    private readonly Tensor visibleLogits = Tensor.Allocate([count, conditionals.VisibleCount], tape);

    public BitMatrix Visible { get; set; } = new(count, conditionals.VisibleCount);

    public BitMatrix Hidden { get; set; } = new(count, conditionals.HiddenCount);

    /// <summary>b + vᵀW where the chains stood at the last call of <see cref="FindHiddenLogits"/>, [count, hidden].</summary>
    public Tensor HiddenLogits { get; } = Tensor.Allocate([count, conditionals.HiddenCount], tape);

    public void FindHiddenLogits() => conditionals.HiddenLogits(Visible, HiddenLogits.Span);

    /// <summary>h ~ P(h|v), given <see cref="HiddenLogits"/>.</summary>
    public void DrawHidden(Rng rng, float beta = 1) => rng.Bernoulli(HiddenLogits.Span, Hidden, beta);

    /// <summary>v ~ P(v|h).</summary>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="beta">β.</param>
    /// <param name="bias">(1 − β)a₀, or none.</param>
    public void DrawVisible(Rng rng, float beta = 1, ReadOnlySpan<float> bias = default)
    {
        conditionals.VisibleLogits(Hidden, visibleLogits.Span);
        rng.Bernoulli(visibleLogits.Span, Visible, beta, bias);
    }

    /// <summary>Draws v, then h and v <paramref name="stepCount"/> − 1 times, and computes the hidden logits.</summary>
    public void Run(int stepCount, Rng rng, CancellationToken cancellation = default)
    {
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (step > 0) DrawHidden(rng);
            DrawVisible(rng);
            FindHiddenLogits();
        }
    }
}
