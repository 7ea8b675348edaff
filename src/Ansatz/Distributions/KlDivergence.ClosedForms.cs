using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <content>The closed forms, one a pair of families.</content>
public static partial class KlDivergence
{
    // ½(r² + ((μ − m)/s)² − 1) − log r with r = σ/s.
    private static Tensor OfNormals(Tensor loc, Tensor scale, Tensor otherLoc, Tensor otherScale)
    {
        var ratio = scale / otherScale;
        return (ratio.Square() + ((loc - otherLoc) / otherScale).Square()).Affine(0.5f, -0.5f) - ratio.Log();
    }

    // ½(∑σ² + ‖μ‖² − n) − ∑ log σ.
    private static Tensor ToStandard(MultivariateNormalDiag p) =>
        ((p.Scale.Square() + p.Loc.Square()).Affine(0.5f, -0.5f) - p.Scale.Log()).Sum(-1);

    // ½(‖L‖² + ‖μ‖² − n) − log |L|.
    private static Tensor ToStandard(MultivariateNormalTriL p) =>
        (p.ScaleTriL.Square().SumLast(2) + p.Loc.Square().Sum(-1)).Affine(0.5f, -0.5f * p.EventShape[0]) - p.LogDeterminant;

    // ½(‖M⁻¹L‖² + ‖M⁻¹(μ − m)‖² − n) − log |L| + log |M|, M = diag s.
    private static Tensor Of(MultivariateNormalTriL p, MultivariateNormalDiag q)
    {
        var whitened = p.ScaleTriL / q.Scale.Reshape(q.Scale.Shape.Concat([1]));
        var shift = (p.Loc - q.Loc) / q.Scale;
        return (whitened.Square().SumLast(2) + shift.Square().Sum(-1)).Affine(0.5f, -0.5f * p.EventShape[0]) - (p.LogDeterminant - q.Scale.Log().Sum(-1));
    }

    private static Tensor Of(MultivariateNormalTriL p, MultivariateNormalTriL q)
    {
        var difference = p.Loc - q.Loc;
        var whitened = q.ScaleTriL.TriangularSolve(p.ScaleTriL);
        var shift = q.ScaleTriL.TriangularSolve(difference.Reshape(difference.Shape.Concat([1])));
        return (whitened.Square().SumLast(2) + shift.Square().SumLast(2)).Affine(0.5f, -0.5f * p.EventShape[0]) - (p.LogDeterminant - q.LogDeterminant);
    }

    private static Tensor Of(MultivariateNormalDiag p, MultivariateNormalTriL q) =>
        Of(new MultivariateNormalTriL(p.Loc, Tensor.Identity(p.EventShape[0]) * p.Scale.Reshape(p.Scale.Shape.Concat([1]))), q);

    // log((d − c)/(b − a)) if [a, b] lies in [c, d], else +∞.
    private static Tensor Of(Uniform p, Uniform q)
    {
        var covered = q.Support.Contains(p.Low) * q.Support.Contains(p.High);
        return covered.Where(q.Entropy - p.Entropy, float.PositiveInfinity);
    }

    private static Tensor Of(Exponential p, Exponential q) => ScalarFunction<ExponentialDivergence>.Apply(default, p.Rate, q.Rate);

    private static Tensor Of(Laplace p, Laplace q) => ScalarFunction<LaplaceDivergence>.Apply(default, p.Loc, p.Scale, q.Loc, q.Scale);

    private static Tensor Of(Gamma p, Gamma q) => ScalarFunction<GammaDivergence>.Apply(default, p.Concentration, p.Rate, q.Concentration, q.Rate);

    private static Tensor Of(Beta p, Beta q) =>
        ScalarFunction<BetaDivergence>.Apply(default, p.Concentration1, p.Concentration0, q.Concentration1, q.Concentration0);
}
