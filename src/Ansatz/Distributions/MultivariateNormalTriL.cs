using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// N(μ, L·Lᵀ) over vectors: log p(x) = −½‖L⁻¹(x − μ)‖² − ∑ᵢ log Lᵢᵢ − ½ n log 2π.
/// </summary>
public sealed class MultivariateNormalTriL : Distribution
{
    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="scaleTriL">L, […batch, n, n], its diagonal positive; what stands above the diagonal is not read. Batches broadcast.</param>
    public MultivariateNormalTriL(Tensor loc, Tensor scaleTriL)
    {
        if (loc.Rank < 1 || scaleTriL.Rank < 2 || scaleTriL.Shape[^1] != scaleTriL.Shape[^2] || scaleTriL.Shape[^1] != loc.Shape[^1])
            throw new ArgumentException($"MultivariateNormalTriL: loc and scaleTriL have shapes {loc.Shape} and {scaleTriL.Shape}, expected […batch, n] and […batch, n, n].", nameof(scaleTriL));
        loc.RequireNumbers(nameof(MultivariateNormalTriL), "loc");
        EventShape = loc.Shape[^1..];
        BatchShape = Shape.Broadcast(loc.Shape[..^1], scaleTriL.Shape[..^2]);
        Diagonal = scaleTriL.Diagonal();
        Diagonal.RequirePositive(nameof(MultivariateNormalTriL), "the diagonal of scaleTriL");
        Loc = loc.BroadcastTo(BatchShape.Concat(EventShape), scaleTriL.Tape);
        ScaleTriL = scaleTriL.LowerTriangle();
        ScaleTriL.RequireNumbers(nameof(MultivariateNormalTriL), "scaleTriL");
    }

    /// <summary>The distribution with a covariance matrix Σ = L·Lᵀ.</summary>
    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="covariance">Σ, symmetric and positive definite, […batch, n, n]; only its lower triangle is read.</param>
    public static MultivariateNormalTriL FromCovariance(Tensor loc, Tensor covariance) => new(loc, Factor(covariance, "covariance"));

    /// <summary>The distribution with a precision matrix Λ = (L·Lᵀ)⁻¹.</summary>
    /// <remarks>With Λ in reverse order of rows and columns factored as C·Cᵀ, and C reversed again, L is the inverse of its transpose: Λ itself is never inverted.</remarks>
    /// <param name="loc">μ, […batch, n].</param>
    /// <param name="precision">Λ, symmetric and positive definite, […batch, n, n].</param>
    public static MultivariateNormalTriL FromPrecision(Tensor loc, Tensor precision)
    {
        var upper = Factor(precision.Rank < 2 ? precision : precision.Flip(-1).Flip(-2), "precision").Flip(-1).Flip(-2);
        return new(loc, upper.Transpose().TriangularSolve(Tensor.Identity(precision.Shape[^1])));
    }

    /// <summary>μ.</summary>
    public Tensor Loc { get; }

    /// <summary>L, zeros above its diagonal.</summary>
    public Tensor ScaleTriL { get; }

    public override Shape BatchShape { get; }

    public override Shape EventShape { get; }

    public override bool IsReparameterized => true;

    public override Tensor Mean => Loc;

    public override Tensor Mode => Loc;

    /// <summary>The diagonal of L·Lᵀ.</summary>
    public override Tensor Variance => ScaleTriL.Square().Sum(-1).BroadcastTo(Loc.Shape);

    /// <summary>½ n log 2πe + ∑ᵢ log Lᵢᵢ.</summary>
    public override Tensor Entropy => (LogDeterminant + EventShape[0] * (0.5f + Normal.HalfLogTwoPi)).BroadcastTo(BatchShape);

    internal Tensor Diagonal { get; }

    /// <summary>log |L| = ∑ᵢ log Lᵢᵢ.</summary>
    internal Tensor LogDeterminant => Diagonal.Log().Sum(-1);

    /// <summary>‖L⁻¹(x − μ)‖².</summary>
    internal Tensor SquaredDistance(Tensor value)
    {
        var difference = value - Loc;
        return ScaleTriL.TriangularSolve(difference.Reshape(difference.Shape.Concat([1]))).Square().SumLast(2);
    }

    private static Tensor Factor(Tensor matrix, string name)
    {
        if (matrix.Rank < 2 || matrix.Shape[^1] != matrix.Shape[^2])
            throw new ArgumentException($"MultivariateNormalTriL: the {name} has shape {matrix.Shape}, expected […batch, n, n].", name);
        matrix.RequireFinite(nameof(MultivariateNormalTriL), $"the {name}");
        try
        {
            return matrix.Cholesky();
        }
        catch (ArithmeticException inner)
        {
            throw new ArgumentException($"MultivariateNormalTriL: the {name} is not positive definite; add a small number to its diagonal.", name, inner);
        }
    }

    protected override Tensor LogProbInside(Tensor value) => SquaredDistance(value).Affine(-0.5f, -Normal.HalfLogTwoPi * EventShape[0]) - LogDeterminant;

    // L·ε as the sum over columns of L scaled by εⱼ: in two dimensions a matrix product would be all overhead.
    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var n = EventShape[0];
        var noise = rng.Normal(sampleShape.Concat(BatchShape).Concat([1, n]), tape: ScaleTriL.Tape);
        return Loc + (ScaleTriL * noise).Sum(-1);
    }
}
