using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>KL(p ‖ q) = E_p[log p(x) − log q(x)] in nats: 0 if and only if the two agree, else positive.</summary>
public static partial class KlDivergence
{
    /// <summary>The divergence in closed form, [batch…].</summary>
    /// <remarks>Two types of your own, or one and a type of the library, have a closed form if one of them overrides <c>DivergenceTo</c> or <c>DivergenceFrom</c>.</remarks>
    /// <exception cref="NotSupportedException">There is none for this pair; the message names <see cref="Estimate"/>.</exception>
    public static Tensor Between(Distribution p, Distribution q) => ClosedForm(p, q)
        ?? throw new NotSupportedException($"KlDivergence.Between: no closed form for {p.GetType().Name} and {q.GetType().Name}; use KlDivergence.Estimate(p, q, rng, sampleCount).");

    /// <summary>Whether <see cref="Between"/> has a closed form for this pair.</summary>
    public static bool HasClosedForm(Distribution p, Distribution q) => ClosedForm(p, q) is not null;

    /// <summary>The divergence, or null where it has no closed form.</summary>
    internal static Tensor? ClosedForm(Distribution p, Distribution q)
    {
        RequireSameEvents(p, q);
        (p, q) = (AsVectors(p), AsVectors(q));
        Tensor? divergence = (p, q) switch
        {
            (MultivariateNormalTriL a, MultivariateNormalDiag { IsStandard: true }) => ToStandard(a),
            (MultivariateNormalTriL a, MultivariateNormalDiag b) => Of(a, b),
            (MultivariateNormalTriL a, MultivariateNormalTriL b) => Of(a, b),
            (MultivariateNormalDiag a, MultivariateNormalTriL b) => Of(a, b),
            (MultivariateNormalDiag a, MultivariateNormalDiag { IsStandard: true }) => ToStandard(a),
            (MultivariateNormalDiag a, MultivariateNormalDiag b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale).Sum(-1),
            (Normal a, Normal b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale),
            (Bernoulli a, Bernoulli b) => BinaryEntropy.Divergence(a.Logits, b.Logits),
            (Uniform a, Uniform b) => Of(a, b),
            (Categorical a, Categorical b) => a.Expectation(a.LogProbs - b.LogProbs),
            (Exponential a, Exponential b) => Of(a, b),
            (Laplace a, Laplace b) => Of(a, b),
            (LogNormal a, LogNormal b) => Between(a.Logarithm, b.Logarithm),
            (Gamma a, Gamma b) => Of(a, b),
            (Beta a, Beta b) => Of(a, b),
            (Cauchy a, Cauchy b) => ScalarFunction<CauchyDivergence>.Apply(default, a.Loc, a.Scale, b.Loc, b.Scale),
            (HalfNormal a, HalfNormal b) => OfHalfNormals(a, b),
            (InverseGamma a, InverseGamma b) => Between(a.Reciprocal, b.Reciprocal),
            (Dirichlet a, Dirichlet b) => RowFunction<DirichletDivergence>.Apply(default, a.Concentration, b.Concentration),
            (Weibull a, Weibull b) => ScalarFunction<WeibullDivergence>.Apply(default, a.Scale, a.Concentration, b.Scale, b.Concentration),
            (Gumbel a, Gumbel b) => ScalarFunction<GumbelDivergence>.Apply(default, a.Loc, a.Scale, b.Loc, b.Scale),
            (VonMises a, VonMises b) => ScalarFunction<VonMisesDivergence>.Apply(default, a.Loc, a.Concentration, b.Loc, b.Concentration),
            (ContinuousBernoulli a, ContinuousBernoulli b) => ScalarFunction<ContinuousBernoulliDivergence>.Apply(default, a.Logits, b.Logits),
            (Poisson a, Poisson b) => ScalarFunction<PoissonDivergence>.Apply(default, a.Rate, b.Rate),
            (Geometric a, Geometric b) => BinaryEntropy.Divergence(a.Logits, b.Logits) / a.Probs,
            (Binomial a, Binomial b) when AreEqual(a.TotalCount, b.TotalCount) => BinaryEntropy.Divergence(a.Logits, b.Logits) * a.TotalCount,
            (NegativeBinomial a, NegativeBinomial b) when AreEqual(a.TotalCount, b.TotalCount) =>
                BinaryEntropy.Divergence(a.Logits, b.Logits) * a.TotalCount / (-a.Logits).Sigmoid(),
            (OneHotCategorical a, OneHotCategorical b) => Between(a.Outcomes, b.Outcomes),
            (Wishart a, Wishart b) => Of(a, b),
            (LkjCholesky a, LkjCholesky b) => ScalarFunction<LkjDivergence>.Apply(new(a.Dimension), a.Concentration, b.Concentration),
            (TruncatedNormal a, TruncatedNormal b) => Of(a, b),
            (Independent a, Independent b) when a.EventShape.Rank - a.Part.EventShape.Rank == b.EventShape.Rank - b.Part.EventShape.Rank =>
                ClosedForm(a.Part, b.Part)?.SumLast(a.EventShape.Rank - a.Part.EventShape.Rank),
            _ => Distribution.OwnDivergence(p, q) ?? BetweenFamilies(p, q),
        };
        return divergence is null ? null : NonNegative(divergence).BroadcastTo(Shape.Broadcast(p.BatchShape, q.BatchShape));
    }

    // Rounding can leave a little less than 0 near equality. That is taken off without a gradient, so that the true one stays.
    private static Tensor NonNegative(Tensor divergence) => divergence + (-divergence.StopGradient()).Relu();

    /// <summary>The divergence of each latent dimension, [batch…, n], whose sum is the whole.</summary>
    /// <exception cref="NotSupportedException">The dimensions of one of the two depend on each other.</exception>
    public static Tensor ByDimension(Distribution p, Distribution q) => (p, q) switch
    {
        (MultivariateNormalDiag a, MultivariateNormalDiag b) => OfNormals(a.Loc, a.Scale, b.Loc, b.Scale),
        _ => throw new NotSupportedException(
            $"KlDivergence.ByDimension: {p.GetType().Name} and {q.GetType().Name} have no divergence by dimension; use a MultivariateNormalDiag for both."),
    };

    private static void RequireSameEvents(Distribution p, Distribution q)
    {
        if (p.EventShape != q.EventShape)
            throw new ArgumentException($"KlDivergence: {p.GetType().Name} has event shape {p.EventShape}, {q.GetType().Name} {q.EventShape}; they must be equal.", nameof(q));
        if (!(p.IsNormalized && q.IsNormalized))
            throw new ArgumentException($"KlDivergence: {(p.IsNormalized ? q : p).GetType().Name} is not normalized, so it has no divergence.", p.IsNormalized ? nameof(q) : nameof(p));
    }
}
