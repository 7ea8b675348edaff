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
