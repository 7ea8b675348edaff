using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>N(μ, W·Wᵀ + diag d) over vectors: few directions of correlation, W, and noise of each element. log p(x) = −½(M + log |Σ| + n log 2π) with M = (x − μ)ᵀΣ⁻¹(x − μ).</summary>
/// <remarks>
/// No n × n matrix is formed. With the r × r matrix C = I + Wᵀd⁻¹W, log |Σ| = ∑ log dᵢ + log |C|, and M = ‖d^{−½}(x − μ − Wm)‖² + ‖m‖² for m = C⁻¹Wᵀd⁻¹(x − μ). That is a
/// minimum over m: errors of m count squared, and nothing is subtracted. Rasmussen and Williams, Gaussian processes (2006), appendix A.3.
/// </remarks>
public sealed class MultivariateNormalLowRank : Distribution
{
    private readonly Tensor capacitanceTriL;

    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="covFactor">W, […batch, n, r].</param>
    /// <param name="covDiag">d &gt; 0, […batch, n]; batches broadcast.</param>
    public MultivariateNormalLowRank(Tensor loc, Tensor covFactor, Tensor covDiag)
    {
        if (loc.Rank < 1 || covFactor.Rank < 2 || covDiag.Rank < 1 || covFactor.Shape[^2] != loc.Shape[^1] || covDiag.Shape[^1] != loc.Shape[^1])
            throw new ArgumentException($"MultivariateNormalLowRank: loc, covFactor and covDiag have shapes {loc.Shape}, {covFactor.Shape} and {covDiag.Shape}, expected […batch, n], […batch, n, r] and […batch, n].", nameof(covFactor));
        RequireNumbers(loc, "loc");
        covFactor.RequireFinite(Name, "covFactor");
        RequirePositive(covDiag, "covDiag");
        EventShape = loc.Shape[^1..];
        BatchShape = Shape.Broadcast(Shape.Broadcast(loc.Shape[..^1], covDiag.Shape[..^1]), covFactor.Shape[..^2]);
        var tape = loc.Tape ?? covFactor.Tape ?? covDiag.Tape;
        Loc = loc.BroadcastTo(BatchShape.Concat(EventShape), tape);
        CovDiag = covDiag.BroadcastTo(Loc.Shape, tape);
        CovFactor = covFactor.BroadcastTo(BatchShape.Concat(covFactor.Shape[^2..]), tape);
        capacitanceTriL = (CovFactor.Transpose().MatMul(CovFactor / CovDiag.ForEvents(1)) + Tensor.Identity(CovFactor.Shape[^1])).Cholesky();
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>W.</summary>
    public Tensor CovFactor { get; }

    /// <summary>d.</summary>
    public Tensor CovDiag { get; }

    public override Shape BatchShape { get; }

    public override Shape EventShape { get; }

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    /// <summary>The diagonal of Σ.</summary>
    public override Tensor Variance => CovDiag + CovFactor.Square().Sum(-1);

    public override Tensor Mode => Loc;

    /// <summary>½ n log 2πe + ½ log |Σ|.</summary>
    public override Tensor Entropy => LogDeterminant + EventShape[0] * (0.5f + Normal.HalfLogTwoPi);

    /// <summary>The same distribution by the Cholesky factor of Σ, for divergences.</summary>
    internal MultivariateNormalTriL Full =>
        MultivariateNormalTriL.FromCovariance(Loc, CovFactor.MatMul(CovFactor.Transpose()) + Tensor.Identity(EventShape[0]) * CovDiag.ForEvents(1));

    // ½ log |Σ|.
    private Tensor LogDeterminant => CovDiag.Log().Sum(-1) * 0.5f + capacitanceTriL.Diagonal().Log().Sum(-1);

    protected override Tensor LogProbInside(Tensor value)
    {
        var difference = (value - Loc).ForEvents(1);
        var diagonal = CovDiag.ForEvents(1);
        var projected = capacitanceTriL.TriangularSolve(CovFactor.Transpose().MatMul(difference / diagonal));
        var mean = capacitanceTriL.TriangularSolve(projected, transposed: true);
        var rest = difference - CovFactor.MatMul(mean);
        var distance = (rest.Square() / diagonal).SumLast(2) + mean.Square().SumLast(2);
        return distance.Affine(-0.5f, -Normal.HalfLogTwoPi * EventShape[0]) - LogDeterminant;
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var noise = rng.Normal(sampleShape.Concat(Loc.Shape), tape: Loc.Tape);
        var factors = rng.Normal(sampleShape.Concat(BatchShape).Concat([1, CovFactor.Shape[^1]]), tape: Loc.Tape);
        return Loc + CovDiag.Sqrt() * noise + (CovFactor * factors).Sum(-1);
    }
}
