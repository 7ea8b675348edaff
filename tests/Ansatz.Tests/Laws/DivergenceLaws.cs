using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>What is true of the divergence between members of one family, as plain assertions on a case.</summary>
public static class DivergenceLaws
{
    public static void IsZeroAtEqualityAndElsewhereTheEstimate(DistributionCase c)
    {
        if (!c.Whole.IsNormalized)
        {
            Assert.Throws<ArgumentException>(() => KlDivergence.Between(c.Whole, c.Whole));
            return;
        }
        Distribution p = c.Single(0), q = c.Single(1);
        float closed;
        try
        {
            closed = KlDivergence.Between(p, q).Item();
        }
        catch (NotSupportedException error)
        {
            Assert.Contains("KlDivergence.Estimate", error.Message, StringComparison.Ordinal);
            return;
        }
        Assert.Equal(c.Whole.BatchShape, KlDivergence.Between(c.Whole, q).Shape);
        Assert.All(KlDivergence.Between(c.Whole, c.Whole).ToArray(), v => Assert.Equal(0, v, 1e-6f));
        Assert.True(closed >= 0);
        var (value, error2) = KlDivergence.Estimate(p, q, new Rng(29).Fork(c.Name), 20_000);
        Assert.True(Math.Abs(value.Item() - closed) <= 4.9 * error2.Item() + 1e-6, $"{c.Name}: closed form {closed}, estimate {value.Item()} ± {error2.Item()}");
    }

    /// <summary>The divergence's gradient by p's parameters against central differences.</summary>
    public static void GradientsAreDerivatives(DistributionCase c)
    {
        if (!c.Whole.IsNormalized) return;
        var q = c.Single(1);
        try
        {
            KlDivergence.Between(c.Whole, q);
        }
        catch (NotSupportedException)
        {
            return;
        }
        var first = c.Parameters.Select(p => BijectorCase.Member(p, 0)).ToArray();
        Differences.AssertGradients(first, p => [KlDivergence.Between(c.Build(p), q)]);
    }
}
