using Ansatz.Distributions;
using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Every distribution. A new one is a row here, and all laws apply to it.</summary>
public static class DistributionZoo
{
    private static readonly float[][] Coin = [[0], [1]];

    public static IReadOnlyList<DistributionCase> All { get; } =
    [
        new("Normal", p => new Normal(p[0], p[1]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-12, 12)] },
        new("Uniform", p => new Uniform(p[0], p[1]), [Numbers(0, -1, -2), Numbers(1, 3, 2.5f)])
        {
            Box = [(-2, 3)],
            OffSupport = [-2.001f, 3.001f, 1e30f, -1e30f],
            Inside = [[0.25f], [0.5f], [0.75f]],
        },
        new("MultivariateNormalDiag", p => new MultivariateNormalDiag(p[0], p[1]), [Pairs(-1, 0, 0.5f, 1, 2, 0), Pairs(0.5f, 1, 2, 0.4f, 1, 1)])
        {
            Box = [(-9, 10), (-6, 7)],
            Resolution = 500,
        },
        new("MultivariateNormalTriL", p => new MultivariateNormalTriL(p[0], p[1]),
            [Pairs(-1, 0, 0.5f, 1, 2, 0), Tensor.From([0.5f, 0, 1, 0.6f, 1, 0, -0.5f, 1.2f, 1.5f, 0, 0.3f, 0.7f], [3, 2, 2])])
        {
            Box = [(-8, 9), (-7, 8)],
            Resolution = 500,
        },
        new("MultivariateNormalTriL in three dimensions", p => new MultivariateNormalTriL(p[0], p[1]),
            [Tensor.Zeros([3, 3]), Tensor.From([.. Enumerable.Repeat(new[] { 1f, 0, 0, 0.5f, 0.8f, 0, -0.3f, 0.4f, 1.1f }, 3).SelectMany(v => v)], [3, 3, 3])])
        {
            Box = [(-5.5, 5.5), (-5.5, 5.5), (-6.5, 6.5)],
            Resolution = 60,
        },
        new("Bernoulli", p => new Bernoulli(p[0]), [Numbers(-2, 0, 1.5f)]) { Outcomes = Coin, OffSupport = [0.5f, -1, 2, 1e-30f] },
        new("Bernoulli from probabilities", p => Bernoulli.FromProbs(p[0]), [Numbers(0.1f, 0.5f, 0.9f)]) { Outcomes = Coin, OffSupport = [0.5f, -1, 2] },
        new("BernoulliCrossEntropy", p => new BernoulliCrossEntropy(p[0]), [Numbers(-2, 0, 1.5f)])
        {
            OffSupport = [-0.01f, 1.01f, -1e30f],
            Inside = [[0.1f], [0.25f], [0.8f]],
        },
        new("ContinuousBernoulli", p => new ContinuousBernoulli(p[0]), [Numbers(-3, 0.2f, 12)])
        {
            Box = [(0, 1)],
            OffSupport = [-0.01f, 1.01f, -1e30f],
            Inside = [[0.1f], [0.25f], [0.8f]],
        },
        new("ContinuousBernoulli near the uniform", p => new ContinuousBernoulli(p[0]), [Numbers(0, -0.55f, 0.9f)])
        {
            Box = [(0, 1)],
            OffSupport = [-0.01f, 1.01f],
            Inside = [[0.1f], [0.25f], [0.8f]],
        },
        new("DiscretizedLogistic", p => new DiscretizedLogistic(p[0], p[1]), [Numbers(0.5f, 0.02f, 1.1f), Numbers(0.1f, 0.15f, 0.3f)])
        {
            Outcomes = [.. Enumerable.Range(0, 256).Select(k => new[] { k / 255f })],
            OffSupport = [0.5f, -1 / 255f, 256 / 255f, 1e30f],
        },
        new("DiscretizedLogistic of four levels", p => new DiscretizedLogistic(p[0], p[1], 4), [Numbers(0.5f, 0.2f, 0.9f), Numbers(0.1f, 0.3f, 2)])
        {
            Outcomes = [[0], [1 / 3f], [2 / 3f], [1]],
            OffSupport = [0.5f, -1 / 3f],
        },
        new("Independent normals", p => new Independent(new Normal(p[0], p[1]), 1), [Pairs(-1, 0, 0.5f, 1, 2, 0), Pairs(0.5f, 1, 2, 0.4f, 1, 1)])
        {
            Box = [(-9, 10), (-6, 7)],
            Resolution = 500,
        },
        new("Independent coins", p => new Independent(new Bernoulli(p[0]), 1), [Pairs(-2, 0, 0.5f, 1, 2, -0.3f)])
        {
            Outcomes = [[0, 0], [0, 1], [1, 0], [1, 1]],
            OffSupport = [0.5f, -1],
        },
        new("Independent gray pixels", p => new Independent(new BernoulliCrossEntropy(p[0]), 1), [Pairs(-2, 0, 0.5f, 1, 2, -0.3f)])
        {
            OffSupport = [-0.01f, 1.01f],
            Inside = [[0.1f, 0.5f], [0.25f, 0.9f], [0.8f, 0.75f]],
        },
        new("TransformedDistribution", p => new TransformedDistribution(new Normal(p[0], 0.5f), new B.Tanh()), [Numbers(-0.5f, 0, 0.3f)])
        {
            Box = [(-1, 1)],
            OffSupport = [-1, 1, 1.5f, -3e38f],
            Inside = [[0.25f], [-0.5f], [0.75f]],
        },
        new("Banana", p => new TransformedDistribution(new MultivariateNormalDiag(Tensor.Zeros([2]), 0.3f), new B.Chain(
                new B.Shift(Tensor.From([0, -2f])), new B.Scale(Tensor.From([1, 0.5f])), new B.QuadraticShear(p[0]), new B.Rotation(p[1]), new B.Tanh())),
            [Numbers(3, 0.5f, -1), Numbers(0, 2, 5)])
        {
            Box = [(-1, 1), (-1, 1)],
            Resolution = 600,
            OffSupport = [-1, 1, 1.5f],
            Inside = [[0.25f, 0.5f], [-0.5f, 0.1f], [0.6f, -0.7f]],
        },
        new("Scaled uniform", p => new TransformedDistribution(new Uniform(0, p[0]), new B.Scale(p[1])), [Numbers(1, 2, 1.5f), Numbers(1, 1, -1)])
        {
            Box = [(-2, 2)],
            OffSupport = [-2.5f, 2.5f],
            Inside = [[0.5f], [0.25f], [-0.5f]],
        },
        new("Exponential", p => new Exponential(p[0]), [Numbers(0.7f, 1, 3)]) { Box = [(0, 22)], OffSupport = [-1e-3f, -1e30f], Inside = [[0.1f], [1], [3]] },
        new("Laplace", p => new Laplace(p[0], p[1]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-25, 28)], Inside = [[-2], [1.1f], [3]] },
        new("Logistic", p => new Logistic(p[0], p[1]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-28, 32)] },
        new("LogNormal", p => new LogNormal(p[0], p[1]), [Numbers(-1, 0, 0.5f), Numbers(0.5f, 0.6f, 0.3f)]) { Box = [(0, 40)], OffSupport = [0, -1], Inside = [[0.5f], [1], [3]] },
        new("Gamma", p => new Gamma(p[0], p[1]), [Numbers(1.5f, 3, 10), Numbers(0.7f, 1, 3)])
        {
            Box = [(0, 30)],
            OffSupport = [0, -1],
            Inside = [[0.5f], [1], [3]],
            HasImplicitGradient = true,
        },
        new("Beta", p => new Beta(p[0], p[1]), [Numbers(2, 3, 1.5f), Numbers(2, 5, 3)]) { Box = [(0, 1)], OffSupport = [0, 1, -1, 2], Inside = [[0.25f], [0.5f], [0.8f]], HasImplicitGradient = true },
        new("LogitBeta", p => new LogitBeta(new Beta(p[0], p[1])), [Numbers(2, 0.6f, 1.5f), Numbers(2, 5, 0.7f)]) { Box = [(-40, 40)], HasImplicitGradient = true },
        new("LogGamma", p => new LogGamma(new Gamma(p[0], p[1])), [Numbers(1.5f, 0.5f, 10), Numbers(0.7f, 1, 3)]) { Box = [(-40, 10)], HasImplicitGradient = true },
        new("StudentT", p => new StudentT(p[0], p[1], p[2]), [Numbers(9, 12, 30), Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-40, 40)], HasImplicitGradient = true },
        new("TruncatedNormal", p => new TruncatedNormal(p[0], p[1], p[2], p[3]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2), Numbers(-0.7f, -1, -3), Numbers(2, 2.2f, 1.5f)])
        {
            Box = [(-3, 2.2)],
            OffSupport = [-3.001f, 2.201f, 1e30f],
            Inside = [[-0.3f], [0.1f], [0.3f]],
        },
        new("TruncatedNormal without an upper bound", p => new TruncatedNormal(p[0], p[1], p[2], float.PositiveInfinity), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2), Numbers(0, -0.5f, 1)])
        {
            Box = [(-0.5, 12)],
            OffSupport = [-0.6f, -1e30f],
            Inside = [[3.1f], [4], [3.5f]],
        },
        new("VonMises", p => new VonMises(p[0], p[1]), [Numbers(-1, 0, 2.5f), Numbers(0.7f, 2, 9)])
        {
            Box = [(-Math.PI, Math.PI)],
            OffSupport = [-3.2f, 3.2f, 100],
            Inside = [[-0.5f], [1], [2]],
            HasImplicitGradient = true,
            IsCircular = true,
        },
        new("Poisson", p => new Poisson(p[0]), [Numbers(0.7f, 4, 14.5f)]) { Outcomes = Counts(60), OffSupport = [-1, 0.5f, -1e30f] },
        new("Binomial", p => new Binomial(12, p[0]), [Numbers(-1, 0.3f, 2)]) { Outcomes = Counts(13), OffSupport = [-1, 0.5f, 13, 1e30f] },
        new("NegativeBinomial", p => new NegativeBinomial(p[0], p[1]), [Numbers(0.7f, 3, 30), Numbers(-0.5f, 0.2f, -1)]) { Outcomes = Counts(140), OffSupport = [-1, 0.5f] },
        new("Geometric", p => new Geometric(p[0]), [Numbers(-1, 0.3f, 2)]) { Outcomes = Counts(90), OffSupport = [-1, 0.5f] },
        new("Mixture of discretized logistics", p => new MixtureSameFamily(new Categorical(p[0]), new DiscretizedLogistic(p[1], p[2], 16)),
            [Pairs(0, 1, -1, 1, 2, 0), Pairs(0.2f, 0.7f, 0, 1, 0.5f, 0.6f), Pairs(0.1f, 0.15f, 0.3f, 0.2f, 0.1f, 0.2f)])
        {
            Outcomes = [.. Enumerable.Range(0, 16).Select(k => new[] { k / 15f })],
            OffSupport = [0.5f, -1 / 15f],
        },
        new("RelaxedBernoulli", p => new RelaxedBernoulli(p[0], p[1]), [Numbers(0.7f, 1.2f, 2), Numbers(-1, 0, 1.5f)])
        {
            Box = [(-22, 22)],
            Stretch = z => 1 / (1 + Math.Exp(-z)),
            OffSupport = [0, 1, -1, 2],
            Inside = [[0.25f], [0.5f], [0.8f]],
        },
        new("Empirical", p => new Empirical(p[0]), [Tensor.From([0, 1, 1, 3, 2, 2, 2, 2, -1, 0, 1, 2], [3, 4])])
        {
            Outcomes = [[-1], [0], [1], [2], [3]],
            OffSupport = [0.5f, 4, -1e30f],
            IsPiecewiseConstant = true,
        },
        new("Empirical vectors", p => new Empirical(p[0], 1), [Tensor.From([0, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0], [3, 3, 2])])
        {
            Outcomes = [[0, 0], [0, 1], [1, 0], [1, 1]],
            OffSupport = [0.5f],
            IsPiecewiseConstant = true,
        },
        new("Mixture", p => new Mixture(new Categorical(p[0]), new Normal(p[1], 1), new Gamma(p[2], 1), new StudentT(9, 0, p[2])),
            [Tensor.From([0, 1, -1, 1, 0, 2, 0, 0, 0.5f], [3, 3]), Numbers(-1, 0, 2), Numbers(3, 1.5f, 2)])
        {
            Box = [(-14, 14)],
            Stretch = Math.Sinh,
            Inside = [[1.5f], [0.7f], [2]],
        },
        new("Mixture of counts", p => new Mixture(new Categorical(p[0]), new Poisson(p[1]), new Geometric(p[2])), [Pairs(0, 1, -1, 1, 2, 0), Numbers(1, 4, 6), Numbers(1, 0, -0.5f)])
        {
            Outcomes = Counts(60),
            OffSupport = [-1, 0.5f],
        },
        new("Mixture of vectors of two families", p => new Mixture(new Categorical(p[0]), new MultivariateNormalDiag(p[1], 0.7f), new Independent(new Logistic(p[1], 0.3f), 1)),
            [Pairs(0, 1, -1, 1, 2, 0), Pairs(-1, 0, 0.5f, 1, 2, 0)])
        {
            Box = [(-6, 7), (-6, 6)],
            Resolution = 400,
        },
        new("OneHotCategorical", p => new OneHotCategorical(p[0]), [Tensor.From([0, 1, -1, 2, 2, 2, -0.5f, 0.5f, 3], [3, 3])])
        {
            Outcomes = [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            OffSupport = [0.5f, 2, -1],
        },
        new("Dirichlet", p => new Dirichlet(p[0]), [Tensor.From([2, 3, 1.5f, 5, 2, 4, 1.5f, 2.5f, 6], [3, 3])])
        {
            Box = [(0, 1), (0, 1)],
            Event = WithRest,
            Resolution = 1000,
            OffSupport = [-0.1f, 0, 1.5f],
            HasImplicitGradient = true,
        },
        new("RelaxedOneHotCategorical", p => new RelaxedOneHotCategorical(p[0], p[1]), [Numbers(0.8f, 1, 0.6f), Tensor.From([0, 1, -1, 0.5f, 0, 0, -0.5f, 0.5f, 1], [3, 3])])
        {
            Box = [(-24, 24), (-24, 24)],
            Inside = [[0.3f, 0.3f, 0.4f], [0.2f, 0.5f, 0.3f], [0.6f, 0.2f, 0.2f]],
            Event = at => [.. Softmax(at[0], at[1])],
            BoxDensity = at => Softmax(at[0], at[1]).Aggregate(1.0, (product, share) => product * share),
            Resolution = 700,
            QuadratureTolerance = 1e-3,
            OffSupport = [-0.1f, 0, 1.5f],
        },
        new("MultivariateNormalLowRank", p => new MultivariateNormalLowRank(p[0], p[1], p[2]),
            [Pairs(-1, 0, 0.5f, 1, 2, 0), Tensor.From([0.5f, 1, -0.3f, 0.8f, 1, -1], [3, 2, 1]), Pairs(0.5f, 0.7f, 1, 0.4f, 0.6f, 0.9f)])
        {
            Box = [(-9, 10), (-7, 8)],
            Resolution = 500,
        },
        new("MultivariateNormalTriL from a covariance", p => MultivariateNormalTriL.FromCovariance(p[0], Spread(p[1])),
            [Pairs(-1, 0, 0.5f, 1, 2, 0), Tensor.From([0.5f, 0, 1, 0.6f, 1, 0, -0.5f, 1.2f, 1.5f, 0, 0.3f, 0.7f], [3, 2, 2])])
        {
            Box = [(-10, 11), (-9, 10)],
            Resolution = 500,
        },
        new("MultivariateNormalTriL from a precision", p => MultivariateNormalTriL.FromPrecision(p[0], Spread(p[1])),
            [Pairs(-1, 0, 0.5f, 1, 2, 0), Tensor.From([0.9f, 0, 1, 0.8f, 1, 0, -0.5f, 1.2f, 1.5f, 0, 0.3f, 0.7f], [3, 2, 2])])
        {
            Box = [(-10, 11), (-9, 10)],
            Resolution = 500,
        },
        new("MultivariateStudentT", p => new MultivariateStudentT(p[0], p[1], p[2]),
            [Numbers(9, 12, 30), Pairs(-1, 0, 0.5f, 1, 2, 0), Tensor.From([0.5f, 0, 1, 0.6f, 1, 0, -0.5f, 1.2f, 0.9f, 0, 0.3f, 0.7f], [3, 2, 2])])
        {
            Box = [(-16, 17), (-16, 17)],
            Resolution = 800,
            HasImplicitGradient = true,
        },
        new("Wishart", p => new Wishart(p[0], p[1]), [Numbers(6, 8, 7), Tensor.From([0.5f, 0, 0.3f, 0.4f, 0.4f, 0, -0.2f, 0.3f, 0.4f, 0, 0.1f, 0.5f], [3, 2, 2])])
        {
            Box = [(0, 9), (-6, 6), (0, 9)],
            Event = at => [(float)at[0], (float)at[1], (float)at[1], (float)at[2]],
            Resolution = 130,
            QuadratureTolerance = 2e-3,
            OffSupport = [-1],
            HasImplicitGradient = true,
            HasTiedElements = true,
        },
        new("LkjCholesky", p => new LkjCholesky(2, p[0]), [Numbers(1.5f, 2, 4)])
        {
            Box = [(-1, 1)],
            Event = at => [1, 0, (float)at[0], (float)Math.Sqrt(1 - at[0] * at[0])],
            OffSupport = [-1.5f, 2],
        },
        new("LkjCholesky in three dimensions", p => new LkjCholesky(3, p[0]), [Numbers(1.5f, 2, 4)])
        {
            Box = [(-1, 1), (-1, 1), (-1, 1)],
            Event = at => [1, 0, 0, (float)at[0], (float)Math.Sqrt(1 - at[0] * at[0]), 0, (float)at[1], (float)at[2], (float)Math.Sqrt(Math.Max(0, 1 - at[1] * at[1] - at[2] * at[2]))],
            Resolution = 120,
            QuadratureTolerance = 2e-3,
            OffSupport = [-1.5f, 2],
        },
        new("Cauchy", p => new Cauchy(p[0], p[1]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-14, 14)], Stretch = Math.Sinh },
        new("HalfNormal", p => new HalfNormal(p[0]), [Numbers(0.5f, 1, 2)]) { Box = [(0, 12)], OffSupport = [-1e-3f, -1e30f], Inside = [[0.1f], [1], [3]] },
        new("InverseGamma", p => new InverseGamma(p[0], p[1]), [Numbers(7, 9, 12), Numbers(0.7f, 1, 3)])
        {
            Box = [(-8, 3)],
            Stretch = Math.Exp,
            OffSupport = [0, -1],
            Inside = [[0.5f], [0.3f], [0.1f]],
            HasImplicitGradient = true,
        },
        new("Weibull", p => new Weibull(p[0], p[1]), [Numbers(0.5f, 1, 2), Numbers(1.5f, 1, 4)]) { Box = [(0, 14)], OffSupport = [0, -1], Inside = [[0.5f], [1], [2]] },
        new("Gumbel", p => new Gumbel(p[0], p[1]), [Numbers(-1, 0, 2), Numbers(0.5f, 1, 2)]) { Box = [(-10, 30)] },
        new("Kumaraswamy", p => new Kumaraswamy(p[0], p[1]), [Numbers(2, 3, 1.5f), Numbers(2, 5, 3)]) { Box = [(0, 1)], OffSupport = [0, 1, -1, 2], Inside = [[0.25f], [0.5f], [0.8f]] },
        new("Categorical", p => new Categorical(p[0]), [Tensor.From([0, 1, -1, 2, 2, 2, -0.5f, 0.5f, 3], [3, 3])]) { Outcomes = [[0], [1], [2]], OffSupport = [-1, 3, 0.5f] },
        new("MixtureSameFamily", p => new MixtureSameFamily(new Categorical(p[0]), new Normal(p[1], p[2])),
            [Pairs(0, 1, -1, 1, 2, 0), Pairs(-2, 2, 0, 1, -1, 3), Pairs(0.5f, 1, 1, 2, 0.7f, 0.6f)])
        {
            Box = [(-12, 12)],
        },
        new("Mixture of vectors", p => new MixtureSameFamily(
                new Categorical(p[0]), new MultivariateNormalDiag(p[1], 0.7f)),
            [Pairs(0, 1, -1, 1, 2, 0), Tensor.From([0, 1, 1, -1, 2, 0, 0, 0, -1, -1, 1, 1], [3, 2, 2])])
        {
            Box = [(-6, 7), (-6, 6)],
            Resolution = 400,
        },
        new("Mixture of uniforms", p => new MixtureSameFamily(new Categorical(p[0]), new Uniform(p[1], p[1] + 1)), [Pairs(0, 1, -1, 1, 2, 0), Pairs(-2, 1, -2, 0, -1, 1)])
        {
            Box = [(-2, 2)],
            OffSupport = [-2.5f, 2.5f],
            Inside = [[-1.5f], [0.5f], [1.5f]],
        },
    ];

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];

    public static DistributionCase Find(string name) => All.Single(c => c.Name == name);

    private static float[] WithRest(double[] at) => [(float)at[0], (float)at[1], (float)(1 - at[0] - at[1])];

    private static float[] Softmax(double a, double b)
    {
        var total = 1 + Math.Exp(a) + Math.Exp(b);
        return [(float)(Math.Exp(a) / total), (float)(Math.Exp(b) / total), (float)(1 / total)];
    }

    // A·Aᵀ.
    private static Tensor Spread(Tensor a) => a.MatMul(a.Transpose());

    private static float[][] Counts(int count) => [.. Enumerable.Range(0, count).Select(k => new[] { (float)k })];

    private static Tensor Numbers(params float[] values) => Tensor.From(values);

    private static Tensor Pairs(params float[] values) => Tensor.From(values, [values.Length / 2, 2]);
}
