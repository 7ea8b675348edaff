using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Dirichlet over shares of K ≥ 2 parts: log p(x) = ∑ₖ (αₖ − 1) log xₖ + log Γ(n) − ∑ₖ log Γ(αₖ), n = ∑ₖ αₖ, for positive x with sum 1. Events are vectors.</summary>
/// <remarks>
/// The density is taken over the first K − 1 shares. Draws are shares of Gamma variables, whose gradient is that of <see cref="Gamma"/>. A share below the smallest
/// float is that float. Figurnov, Mohamed and Mnih, Implicit reparameterization gradients (2018).
/// </remarks>
public sealed class Dirichlet : Distribution
{
    /// <param name="concentration">α &gt; 0, […batch, K].</param>
    public Dirichlet(Tensor concentration)
    {
        if (concentration.Rank == 0 || concentration.Shape[^1] < 2)
            throw new ArgumentException($"Dirichlet: the concentration has shape {concentration.Shape}, expected […batch, K] with K of 2 or more.", nameof(concentration));
        RequirePositive(concentration, "the concentration");
        Concentration = concentration;
    }

    /// <summary>α.</summary>
    public Tensor Concentration { get; }

    public override Shape BatchShape => Concentration.Shape[..^1];

    public override Shape EventShape => Concentration.Shape[^1..];

    public override Support Support => SoftmaxCentered.Simplex;

    public override bool IsReparameterized => true;

    /// <summary>α/n.</summary>
    public override Tensor Mean => Concentration / Total;

    /// <summary>m(1 − m)/(n + 1) with m = α/n.</summary>
    public override Tensor Variance => Mean * ((Total - Concentration) / Total) / (Total + 1);

    /// <summary>(α − 1)/(n − K) where all of α are above 1; NaN elsewhere, since the density is highest at a share of 0, which is not in the support.</summary>
    public override Tensor Mode
    {
        get
        {
            var excess = Concentration - 1;
            var exists = excess.StopGradient().GreaterThan(0f).AllLast(1).ForEvents(1);
            return exists.Where(excess / exists.Where(excess.Sum(-1, keepDimension: true), 1f), float.NaN);
        }
    }

    /// <summary>∑ₖ log Γ(αₖ) − log Γ(n) + (n − K)ψ(n) − ∑ₖ (αₖ − 1)ψ(αₖ).</summary>
    public override Tensor Entropy => RowFunction<DirichletEntropy>.Apply(default, Concentration);

    protected override Tensor LogProbInside(Tensor value) => RowFunction<DirichletScore>.Apply(default, value, Concentration);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var logs = new Rng(rng.State); // the same draws again, as logarithms, for the gradient
        var shares = rng.GammaShares(Concentration, sampleShape.Concat(Concentration.Shape));
        if (!Concentration.IsTracked) return shares;
        var soft = new LogGamma(new Gamma(Concentration, 1f)).Sample(logs, sampleShape).LogSoftmax().Exp();
        return shares + (soft - soft.StopGradient());
    }

    private Tensor Total => Concentration.Sum(-1, keepDimension: true);
}
