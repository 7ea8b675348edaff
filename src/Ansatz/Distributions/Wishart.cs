using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// Wishart over symmetric positive-definite n × n matrices, the scatter of ν normal vectors with covariance V = L·Lᵀ:
/// log p(X) = ½(ν − n − 1) log |X| − ½ tr V⁻¹X − ½νn log 2 − ½ν log |V| − log Γₙ(½ν).
/// </summary>
/// <remarks>
/// The density is taken over the lower triangle. Only the lower triangle of a value is read once it is known to be symmetric. Draws are (LA)(LA)ᵀ with Bartlett's
/// lower triangle A: Aᵢᵢ² from χ² with ν − i degrees of freedom, i from 0, the others standard normal. Bartlett, On the theory of statistical regression (1933).
/// </remarks>
public sealed class Wishart : Distribution
{
    private const float Log2 = 0.6931472f;

    private readonly Tensor logDeterminant;

    /// <param name="degreesOfFreedom">ν &gt; n − 1, […batch].</param>
    /// <param name="scaleTriL">L, […batch, n, n], its diagonal positive; what stands above the diagonal is not read. Batches broadcast.</param>
    public Wishart(Tensor degreesOfFreedom, Tensor scaleTriL)
    {
        if (scaleTriL.Rank < 2 || scaleTriL.Shape[^1] != scaleTriL.Shape[^2])
            throw new ArgumentException($"Wishart: scaleTriL has shape {scaleTriL.Shape}, expected […batch, n, n].", nameof(scaleTriL));
        EventShape = scaleTriL.Shape[^2..];
        RequirePositive(degreesOfFreedom, "the degrees of freedom");
        foreach (var nu in degreesOfFreedom.Span)
            if (nu <= EventShape[0] - 1) throw new ArgumentException($"Wishart: the degrees of freedom must be above n − 1 = {EventShape[0] - 1}, found {nu}.", nameof(degreesOfFreedom));
        RequirePositive(scaleTriL.Diagonal(), "the diagonal of scaleTriL");
        BatchShape = Shape.Broadcast(degreesOfFreedom.Shape, scaleTriL.Shape[..^2]);
        DegreesOfFreedom = degreesOfFreedom.BroadcastTo(BatchShape, scaleTriL.Tape);
        ScaleTriL = scaleTriL.LowerTriangle().BroadcastTo(BatchShape.Concat(EventShape), degreesOfFreedom.Tape);
        RequireNumbers(ScaleTriL, "scaleTriL");
        logDeterminant = ScaleTriL.Diagonal().Log().Sum(-1);
    }

    /// <summary>ν.</summary>
    public Tensor DegreesOfFreedom { get; }

    /// <summary>L, zeros above its diagonal.</summary>
    public Tensor ScaleTriL { get; }

    public override Shape BatchShape { get; }

    public override Shape EventShape { get; }

    public override Support Support => PositiveDefiniteSupport.Instance;

    public override bool IsReparameterized => true;

    /// <summary>νV.</summary>
    public override Tensor Mean => Scale * DegreesOfFreedom.ForEvents(2);

    /// <summary>ν(Vᵢⱼ² + VᵢᵢVⱼⱼ).</summary>
    public override Tensor Variance
    {
        get
        {
            var diagonal = Scale.Diagonal();
            return (Scale.Square() + diagonal.ForEvents(1) * diagonal.Reshape(BatchShape.Concat([1, EventShape[0]]))) * DegreesOfFreedom.ForEvents(2);
        }
    }

    /// <summary>(ν − n − 1)V where ν &gt; n + 1; NaN elsewhere, since the density is highest at singular matrices.</summary>
    public override Tensor Mode
    {
        get
        {
            var factor = (DegreesOfFreedom - (EventShape[0] + 1)).ForEvents(2);
            return factor.StopGradient().GreaterThan(0f).Where(Scale * factor, float.NaN);
        }
    }

    /// <summary>(n + 1) log |L| + ½n(n + 1) log 2 + log Γₙ(½ν) − ½(ν − n − 1) ∑ᵢ ψ(½(ν − i)) + ½νn.</summary>
    public override Tensor Entropy => ScalarFunction<WishartEntropy>.Apply(new(EventShape[0]), DegreesOfFreedom) + logDeterminant * (EventShape[0] + 1f);

    /// <summary>V = L·Lᵀ.</summary>
    internal Tensor Scale => ScaleTriL.MatMul(ScaleTriL.Transpose());

    /// <summary>log |L|.</summary>
    internal Tensor LogDeterminant => logDeterminant;

    protected override Tensor LogProbInside(Tensor value)
    {
        var factor = value.Cholesky();
        var trace = ScaleTriL.TriangularSolve(factor).Square().SumLast(2);
        return ScalarFunction<WishartScore>.Apply(new(EventShape[0]), factor.Diagonal().Log().Sum(-1), trace, DegreesOfFreedom, logDeterminant);
    }

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var n = EventShape[0];
        var half = (DegreesOfFreedom.ForEvents(1) - Tensor.From([.. Enumerable.Range(0, n).Select(i => (float)i)])) * 0.5f;
        var logRoots = (new LogGamma(new Gamma(half, 1f)).Sample(rng, sampleShape) + Log2) * 0.5f;
        var normal = rng.Normal(logRoots.Shape.Concat([n]), tape: logRoots.Tape);
        var identity = Tensor.Identity(n);
        var triangle = identity.Where(logRoots.Exp().ForEvents(1) * identity, normal).LowerTriangle();
        var root = ScaleTriL.MatMul(triangle);
        return root.MatMul(root.Transpose());
    }
}
