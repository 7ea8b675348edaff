using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>Normal distributions over vectors in their different forms, and the divergences of matrices.</content>
public static partial class KlDivergence
{
    /// <summary>
    /// Independent normal numbers as a diagonal normal vector, and a low-rank covariance as a triangle, so that all forms meet. Independent copies of triangular or
    /// diagonal vectors stay as they are.
    /// </summary>
    private static Distribution AsVectors(Distribution distribution) => distribution switch
    {
        Independent { Part: Normal normal, EventShape.Rank: 1 } => new MultivariateNormalDiag(normal.Loc, normal.Scale),
        MultivariateNormalLowRank lowRank => lowRank.Full,
        _ => distribution,
    };

    // ½(r² − 1) − log r with r = s/t.
    private static Tensor OfHalfNormals(HalfNormal p, HalfNormal q)
    {
        var ratio = p.Scale / q.Scale;
        return ratio.Square().Affine(0.5f, -0.5f) - ratio.Log();
    }

    // ½ν(‖M⁻¹L‖² − n) − μ(log |L| − log |M|) + log Γₙ(½μ) − log Γₙ(½ν) + ½(ν − μ)ψₙ(½ν), for ν, L of p and μ, M of q.
    private static Tensor Of(Wishart p, Wishart q)
    {
        var n = p.EventShape[0];
        var trace = q.ScaleTriL.TriangularSolve(p.ScaleTriL).Square().SumLast(2);
        return p.DegreesOfFreedom * (trace - n) * 0.5f - q.DegreesOfFreedom * (p.LogDeterminant - q.LogDeterminant)
            + ScalarFunction<WishartDivergence>.Apply(new(n), p.DegreesOfFreedom, q.DegreesOfFreedom);
    }

    // −H(p) − E_p[log q], where log q(x) = log q(m) − ½(z² − z_m²) at q's mode m; +∞ if p's interval reaches beyond q's.
    private static Tensor Of(TruncatedNormal p, TruncatedNormal q)
    {
        var covered = p.Low.StopGradient().GreaterThanOrEqual(q.Low) * q.High.StopGradient().GreaterThanOrEqual(p.High);
        var mode = q.Mode;
        var square = (p.Variance + (p.Mean - q.Loc).Square() - (mode - q.Loc).Square()) / q.Scale.Square();
        return covered.Where(square * 0.5f - q.LogProb(mode) - p.Entropy, float.PositiveInfinity);
    }

    private static bool AreEqual(Tensor a, Tensor b)
    {
        if (a.Length > 1 && b.Length > 1 && a.Shape != b.Shape) return false;
        for (var i = 0; i < Math.Max(a.Length, b.Length); i++)
            if (a.Span[a.Length == 1 ? 0 : i] != b.Span[b.Length == 1 ? 0 : i]) return false;
        return true;
    }
}
