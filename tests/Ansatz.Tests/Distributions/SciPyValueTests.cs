using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>
/// Log-densities, entropies and divergences against SciPy 1.10.1 and NumPy in double. The expression that gave a number stands above it.
/// </summary>
public sealed class SciPyValueTests
{
    private static readonly Tensor Lower = Tensor.From([0.5f, 0, 1.25f, 2], [2, 2]);

    private static void Close(double expected, Tensor actual) =>
        Assert.Equal(expected, actual.Item(), Math.Max(1e-6, Math.Abs(expected) * 1e-6));

    [Fact]
    public void Normals()
    {
        // n = stats.norm(1.5, 0.3); n.logpdf(2.0), n.entropy()
        Close(-1.1038546177676256, new Normal(1.5f, 0.3f).LogProb(2f));
        Close(0.21496572887873677, new Normal(1.5f, 0.3f).Entropy);
        // log(2/0.3) + (0.09 + 4)/8 − ½
        Close(1.9083699848858813, KlDivergence.Between(new Normal(1.5f, 0.3f), new Normal(-0.5f, 2)));
        // stats.norm([1, -1, .5], [.5, 2, 1]).logpdf(0).sum(), .entropy().sum()
        var diagonal = new MultivariateNormalDiag(Tensor.From([1, -1, 0.5f]), Tensor.From([0.5f, 2, 1]));
        Close(-5.0068155996140185, diagonal.LogProb(Tensor.Zeros([3])));
        Close(4.2568155996140185, diagonal.Entropy);
    }

    [Fact]
    public void NormalsWithCovariance()
    {
        // L = [[.5, 0], [1.25, 2]]; m = stats.multivariate_normal([1, -1], L @ L.T); m.logpdf([.25, .5]), m.entropy()
        var p = new MultivariateNormalTriL(Tensor.From([1, -1f]), Lower);
        Close(-4.386705191409345, p.LogProb(Tensor.From([0.25f, 0.5f])));
        Close(2.8378770664093453, p.Entropy);
        // ½(tr(T⁻¹S) + dᵀT⁻¹d − 2 + log(|T|/|S|)) with S = L·Lᵀ and T below
        var q = new MultivariateNormalTriL(Tensor.From([0, 0.5f]), Tensor.From([1.5f, 0, -0.5f, 0.75f], [2, 2]));
        Close(5.944943529483544, KlDivergence.Between(p, q));
        Close(2.90625, KlDivergence.Between(p, MultivariateNormalDiag.Standard(2)));
        var diagonal = new MultivariateNormalDiag(Tensor.From([0.5f, 2]), Tensor.From([0.4f, 3]));
        Close(1.5538493345717324, KlDivergence.Between(p, diagonal));
        Close(3.1454909432060454, KlDivergence.Between(diagonal, p));
    }

    [Fact]
    public void WhatStandsAboveTheDiagonalIsNotRead()
    {
        var dirty = new MultivariateNormalTriL(Tensor.From([1, -1f]), Tensor.From([0.5f, float.NaN, 1.25f, 2], [2, 2]));
        Close(-4.386705191409345, dirty.LogProb(Tensor.From([0.25f, 0.5f])));
        Close(2.90625, KlDivergence.Between(dirty, MultivariateNormalDiag.Standard(2)));
    }

    [Fact]
    public void Coins()
    {
        // b = stats.bernoulli(.3); b.logpmf([1, 0]), b.entropy(); KL to bernoulli(.6)
        var coin = Bernoulli.FromProbs(0.3f);
        Close(-1.2039728043259361, coin.LogProb(1f));
        Close(-0.35667494393873245, coin.LogProb(0f));
        Close(0.6108643020548935, coin.Entropy);
        Close(0.18378689738681217, KlDivergence.Between(coin, Bernoulli.FromProbs(0.6f)));
        // .25 log .3 + .75 log .7
        Close(-0.5684994090355333, new BernoulliCrossEntropy(coin.Logits).LogProb(0.25f));
    }

    [Fact]
    public void Uniforms()
    {
        // u = stats.uniform(-1, 2.5); u.logpdf(.3), u.entropy()
        Close(-0.916290731874155, new Uniform(-1, 1.5f).LogProb(0.3f));
        Close(0.916290731874155, new Uniform(-1, 1.5f).Entropy);
    }

    [Fact]
    public void Tails()
    {
        // stats.expon(scale=1/.7), at 2; KL to rate 2: log(.7/2) + 2/.7 − 1
        Scores(new Exponential(0.7f), 2, -1.7566749439387324, 1.3566749439387324);
        Close(0.8073207326441794, KlDivergence.Between(new Exponential(0.7f), new Exponential(2)));
        // stats.laplace(.5, 2), at −1; KL to laplace(−1, .8) by integrate.quad
        Scores(new Laplace(0.5f, 2), -1, -2.136294361119891, 2.386294361119891);
        Close(1.1396256499783814, KlDivergence.Between(new Laplace(0.5f, 2), new Laplace(-1, 0.8f)));
        // stats.logistic(.5, 2), at −1
        Scores(new Logistic(0.5f, 2), -1, -2.216889192789745, 2.6931471805599454);
        // stats.lognorm(.6, scale=exp(.3)), at 1.7
        Scores(new LogNormal(0.3f, 0.6f), 1.7f, -1.0126153135397349, 1.208112909438682);
        // stats.t(4.5, .5, 2), at −3; .var()
        var t = new StudentT(4.5f, 0.5f, 2);
        Scores(t, -3, -3.0948000429471274, 2.3446829053174105);
        Close(7.2, t.Variance);
    }

    [Fact]
    public void StudentsMomentsExistOrNot()
    {
        var t = new StudentT(Tensor.From([0.5f, 1.5f, 4]), 1, 2);
        Assert.Equal([float.NaN, 1, 1], t.Mean.ToArray());
        Assert.Equal([float.NaN, float.PositiveInfinity, 8], t.Variance.ToArray());
    }

    [Fact]
    public void GammasAndBetas()
    {
        // stats.gamma(2.5, scale=1/.7), at 1.7; KL to gamma(1.2, scale=1/2) by integrate.quad
        Scores(new Gamma(2.5f, 0.7f), 1.7f, -1.5704278537264946, 2.086622853443787);
        Close(3.927117265821311, KlDivergence.Between(new Gamma(2.5f, 0.7f), new Gamma(1.2f, 2)));
        // stats.beta(2.5, .8), at .3; KL to beta(1.2, 3) by integrate.quad
        Scores(new Beta(2.5f, 0.8f), 0.3f, -1.1842681886791797, -0.4528234675781883);
        Close(3.0780362023641454, KlDivergence.Between(new Beta(2.5f, 0.8f), new Beta(1.2f, 3)));
    }

    [Fact]
    public void CategoriesAndMixtures()
    {
        // w = softmax([0, 1, −1]): log w₁, −w·log w, w·log(w/softmax([1, 1, 0]))
        var p = new Categorical(Tensor.From([0, 1, -1f]));
        Scores(p, 1, -0.4076059644443803, 0.8323955818399389);
        Close(0.1196297953886927, KlDivergence.Between(p, new Categorical(Tensor.From([1, 1, 0f]))));
        // log(.3 stats.norm(5, 2).pdf(8) + .7 stats.norm(20, 3).pdf(8)); .3·5 + .7·20; .3·4 + .7·9 + .3·.7·15²
        var mixture = new MixtureSameFamily(Categorical.FromProbs(Tensor.From([0.3f, 0.7f])), new Normal(Tensor.From([5, 20f]), Tensor.From([2, 3f])));
        Close(-3.9394524566156757, mixture.LogProb(8));
        Close(15.5, mixture.Mean);
        Close(54.75, mixture.Variance);
    }

    [Fact]
    public void ImpossibleCategories()
    {
        var p = Categorical.FromProbs(Tensor.From([0.5f, 0, 0.5f]));
        Assert.Equal(float.NegativeInfinity, p.LogProb(1).Item());
        Close(Math.Log(2), p.Entropy);
        Assert.Equal(0, KlDivergence.Between(p, p).Item());
        Assert.Equal(float.PositiveInfinity, KlDivergence.Between(new Categorical(Tensor.Zeros([3])), p).Item());
    }

    private static void Scores(Distribution p, float value, double logProb, double entropy)
    {
        Close(logProb, p.LogProb(value));
        Close(entropy, p.Entropy);
    }

    [Fact]
    public void CertainCoins()
    {
        var coins = Bernoulli.FromProbs(Tensor.From([0, 1f]));
        Assert.Equal([0, float.NegativeInfinity], coins.LogProb(0f).ToArray());
        Assert.Equal([float.NegativeInfinity, 0], coins.LogProb(1f).ToArray());
        Assert.Equal([0, 0f], coins.Entropy.ToArray());
        Assert.Equal([MathF.Log(2), MathF.Log(2)], KlDivergence.Between(coins, new Bernoulli(0f)).ToArray());
        Assert.Equal([0, 0f], KlDivergence.Between(coins, coins).ToArray());
    }
}
