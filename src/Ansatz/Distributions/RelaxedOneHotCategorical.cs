using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// A one-hot vector made differentiable, the concrete distribution: softmax((l + G)/τ) for standard Gumbel variables G.
/// log p(x) = log Γ(K) + (K − 1) log τ + ∑ₖ (lₖ − (τ + 1) log xₖ) − K log ∑ₖ e^{lₖ − τ log xₖ} for positive x with sum 1. Events are vectors.
/// </summary>
/// <remarks>
/// The place of the largest share has the probabilities softmax l at any τ. The density is taken over the first K − 1 shares; a share below the smallest float is that
/// float. Maddison, Mnih and Teh, The concrete distribution (2017), equation 10; Jang, Gu and Poole, Categorical reparameterization with Gumbel-softmax (2017).
/// </remarks>
public sealed class RelaxedOneHotCategorical : Distribution
{
    private readonly Tensor temperatureRows;

    /// <param name="temperature">τ &gt; 0, […batch].</param>
    /// <param name="logits">l, finite, […batch, K] with K of 2 or more; any constant may be added to a row.</param>
    public RelaxedOneHotCategorical(Tensor temperature, Tensor logits)
    {
        if (logits.Rank == 0 || logits.Shape[^1] < 2)
            throw new ArgumentException($"RelaxedOneHotCategorical: the logits have shape {logits.Shape}, expected […batch, K] with K of 2 or more.", nameof(logits));
        RequirePositive(temperature, "the temperature");
        logits.RequireFinite(Name, "the logits");
        Temperature = temperature;
        (temperatureRows, Logits) = Broadcast(temperature.ForEvents(1), logits, "the temperature's rows and the logits");
    }

    /// <summary>τ.</summary>
    public Tensor Temperature { get; }

    /// <summary>l.</summary>
    public Tensor Logits { get; }

    public override Shape BatchShape => Logits.Shape[..^1];

    public override Shape EventShape => Logits.Shape[^1..];

    public override Support Support => SoftmaxCentered.Simplex;

    public override bool IsReparameterized => true;

    protected override Tensor LogProbInside(Tensor value) => RowFunction<ConcreteScore>.Apply(default, value, temperatureRows, Logits);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var noise = new Gumbel(Tensor.Zeros(Logits.Shape), 1f).Sample(rng, sampleShape);
        return ((Logits + noise) / temperatureRows).LogSoftmax().Exp().Maximum(float.Epsilon);
    }
}

/// <summary>The score of <see cref="RelaxedOneHotCategorical"/> from rows of x, τ (the same number K times) and l.</summary>
internal readonly struct ConcreteScore : IRowFunction
{
    public string Name => nameof(ConcreteScore);

    public double Value(ReadOnlySpan<double> x, int n)
    {
        double tau = x[n], sum = 0;
        var terms = new double[n];
        for (var k = 0; k < n; k++)
        {
            var log = DoubleMath.Log(x[k]);
            terms[k] = x[2 * n + k] - tau * log;
            sum += terms[k] - log;
        }
        return DoubleMath.Lgamma(n) + (n - 1) * DoubleMath.Log(tau) + sum - n * DoubleMath.LogSumExp(terms);
    }

    // With w = softmax(l − τ log x): (Kτw − τ − 1)/x, (K − 1)/τ − ∑ₖ (1 − Kwₖ) log xₖ, 1 − Kw. The slope by τ is shared among its K copies.
    public void Slopes(ReadOnlySpan<double> x, int n, Span<double> slopes)
    {
        var tau = x[n];
        var terms = new double[n];
        for (var k = 0; k < n; k++) terms[k] = x[2 * n + k] - tau * DoubleMath.Log(x[k]);
        double total = DoubleMath.LogSumExp(terms), byTau = (n - 1) / tau;
        for (var k = 0; k < n; k++)
        {
            var excess = 1 - n * DoubleMath.Exp(terms[k] - total);
            slopes[k] = -(tau * excess + 1) / x[k];
            slopes[2 * n + k] = excess;
            byTau -= excess * DoubleMath.Log(x[k]);
        }
        slopes.Slice(n, n).Fill(byTau / n);
    }
}
