using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>Entropies of counts against sums in 30-digit arithmetic (mpmath), and against limits.</summary>
public sealed class CountEntropyTests
{
    [Theory]
    [InlineData(0.0009765625f, 0.0077459084088398135)]
    [InlineData(0.5f, 0.92763746749579737)]
    [InlineData(3, 1.9314701981485689)]
    [InlineData(100, 3.7206860722602589)]
    [InlineData(5000, 5.6775184605790357)]
    public void OfPoissons(float rate, double exact) => Close(exact, new Poisson(rate).Entropy);

    [Theory]
    [InlineData(0, 0.5f, 0)]
    [InlineData(1, 0.5f, 0.6628473185791794)]
    [InlineData(10, 0, 1.8759536052468005)]
    [InlineData(1000, -7, 1.2514517819814054)]
    [InlineData(40000, 1, 5.9039919492025402)]
    public void OfBinomials(float count, float logit, double exact) => Close(exact, new Binomial(count, logit).Entropy);

    [Theory]
    [InlineData(0.5f, 0, 0.94337075926933453)]
    [InlineData(3, 2, 3.9096713453398166)]
    [InlineData(0.125f, 6, 3.3609983171019176)]
    [InlineData(30, 3, 6.1326197673794265)]
    public void OfNegativeBinomials(float count, float logit, double exact) => Close(exact, new NegativeBinomial(count, logit).Entropy);

    /// <summary>Wide counts have the entropy of the continuous variable that they resemble.</summary>
    [Fact]
    public void OfWideFamilies()
    {
        Close(0.5 * Math.Log(2 * Math.PI * Math.E * 1e10), new Poisson(1e10f).Entropy);
        Close(0.5 * Math.Log(2 * Math.PI * Math.E * (double)1e30f), new Poisson(1e30f).Entropy);
        Close(0.5 * Math.Log(2 * Math.PI * Math.E * 0.25 * 1e12f), new Binomial(1e12f, 0).Entropy);
        // A Gamma variable of shape n and rate e^{−l}, whose entropy is n + log Γ(n) + (1 − n)ψ(n) + l.
        foreach (var shape in new[] { 0.5f, 2, 19, 21, 300 }) Close(new Gamma(shape, MathF.Exp(-25)).Entropy.Item(), new NegativeBinomial(shape, 25f).Entropy);
    }

    /// <summary>Where the way to sum changes, the value does not jump.</summary>
    [Fact]
    public void OfNeighboursOnBothSidesOfAChange()
    {
        foreach (var rate in new[] { 64f * 64, 1e14f }) Close(new Poisson(rate * 0.9999f).Entropy.Item() + 0.5 * Math.Log(1.0001 / 0.9999), new Poisson(rate * 1.0001f).Entropy, 1e-6);
    }

    [Theory]
    [InlineData(0.3f, 0.4f)]
    [InlineData(40, 2)]
    [InlineData(5, 9)]
    public void GradientsAgreeWithDifferences(float count, float logit)
    {
        Laws.Differences.AssertGradients([Tensor.From([count])], t => [new Poisson(t[0]).Entropy]);
        Laws.Differences.AssertGradients([Tensor.From([logit])], t => [new Binomial(MathF.Ceiling(count), t[0]).Entropy]);
        Laws.Differences.AssertGradients([Tensor.From([count]), Tensor.From([logit])], t => [new NegativeBinomial(t[0], t[1]).Entropy]);
    }

    private static void Close(double exact, Tensor entropy, double relative = 2e-7) => Assert.Equal(exact, entropy.Item(), Math.Max(1e-12, relative * Math.Abs(exact)));
}
