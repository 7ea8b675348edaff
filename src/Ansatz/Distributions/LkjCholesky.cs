using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Cholesky factors L of n × n correlation matrices with the density |L·Lᵀ|^{η − 1} over the matrices: log p(L) = ∑ᵢ (n − i − 3 + 2η) log Lᵢᵢ − log Z, i = 1, …, n − 1 from 0,
/// over the entries below the diagonal. η = 1 is uniform over correlation matrices, a larger η prefers the identity.
/// </summary>
/// <remarks>
/// Row i is a vector of i numbers in the unit ball: its squared length has the distribution Beta(½i, bᵢ), bᵢ = η + ½(n − 1 − i), its direction is uniform. So
/// log Z = ∑ᵢ (½i log π + log Γ(bᵢ) − log Γ(bᵢ + ½i)). Draws carry no gradient. Lewandowski, Kurowicka and Joe, Generating random correlation matrices based on
/// vines and extended onion method (2009), section 3.
/// </remarks>
public sealed class LkjCholesky : Distribution
{
    private readonly int n;

    /// <param name="dimension">n, 2 or more.</param>
    /// <param name="concentration">η &gt; 0, […batch].</param>
    public LkjCholesky(int dimension, Tensor concentration)
    {
        if (dimension < 2) throw new ArgumentOutOfRangeException(nameof(dimension), $"LkjCholesky: the dimension is {dimension}; expected 2 or more.");
        RequirePositive(concentration, "the concentration");
        n = dimension;
        Concentration = concentration;
    }

    /// <summary>η.</summary>
    public Tensor Concentration { get; }

    public override Shape BatchShape => Concentration.Shape;

    public override Shape EventShape => [n, n];

    public override Support Support => CorrelationCholesky.Factors;

    /// <summary>0 below the diagonal, E[Lᵢᵢ] = Γ(bᵢ + ½)Γ(bᵢ + ½i)/(Γ(bᵢ)Γ(bᵢ + ½i + ½)) on it.</summary>
    public override Tensor Mean
    {
        get
        {
            Tensor[] diagonal = [.. Enumerable.Range(0, n).Select(i => i == 0 ? Tensor.Ones(BatchShape) : ScalarFunction<LkjDiagonalMean>.Apply(new(n, i), Concentration))];
            return Tensor.Identity(n) * Stacked(diagonal).ForEvents(1);
        }
    }

    /// <summary>½/(bᵢ + ½i) = ½/(η + ½(n − 1)) below the diagonal, E[Lᵢᵢ²] − E[Lᵢᵢ]² on it with E[Lᵢᵢ²] = bᵢ/(η + ½(n − 1)).</summary>
    public override Tensor Variance
    {
        get
        {
            var total = Concentration + 0.5f * (n - 1);
            Tensor[] diagonal = [.. Enumerable.Range(0, n).Select(i => i == 0 ? Tensor.Zeros(BatchShape) : ScalarFunction<LkjDiagonalVariance>.Apply(new(n, i), Concentration))];
            var below = Tensor.Ones([n, n]).LowerTriangle() - Tensor.Identity(n);
            return Tensor.Identity(n) * Stacked(diagonal).ForEvents(1) + below * (0.5f / total).ForEvents(2);
        }
    }

    /// <summary>The identity where η ≥ 1; NaN elsewhere, since the density is highest at singular matrices.</summary>
    public override Tensor Mode => Concentration.StopGradient().GreaterThanOrEqual(1f).ForEvents(2).Where(Tensor.Identity(n), float.NaN);

    /// <summary>log Z + ½∑ᵢ (n − i − 3 + 2η)(ψ(bᵢ + ½i) − ψ(bᵢ)).</summary>
    public override Tensor Entropy => ScalarFunction<LkjEntropy>.Apply(new(n), Concentration);

    internal int Dimension => n;

    protected override Tensor LogProbInside(Tensor value)
    {
        var logs = value.Diagonal().Log();
        var weights = Tensor.From([.. Enumerable.Range(0, n).Select(i => i == 0 ? 0f : n - 1 - i)]);
        return ScalarFunction<LkjScore>.Apply(new(n), (logs * weights).Sum(-1), logs.Slice(-1, 1, n - 1).Sum(-1), Concentration);
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var shape = sampleShape.Concat(BatchShape);
        var eta = Concentration.StopGradient().BroadcastTo(shape);
        var draws = Tensor.Allocate(shape.Concat(EventShape), Concentration.Tape);
        for (var d = 0; d < eta.Length; d++) rng.NextLkjCholesky(n, eta.Span[d], draws.Span.Slice(d * n * n, n * n));
        return draws;
    }

    private Tensor Stacked(Tensor[] parts) => TensorOps.Concat(-1, [.. parts.Select(p => p.ForEvents(1))]);
}
