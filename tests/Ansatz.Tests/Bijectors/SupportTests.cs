using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Tests.Bijectors;

public sealed class SupportTests
{
    private static readonly float[] values = [float.NegativeInfinity, -1, -float.Epsilon, 0, float.Epsilon, 0.5f, 1, 1.0000001f, 2, float.MaxValue, float.PositiveInfinity, float.NaN];

    [Fact]
    public void ANamedSetEndsWhereItsNameSays()
    {
        Check(Support.Reals, x => float.IsFinite(x), interior: 0);
        Check(Support.Positive, x => x > 0 && float.IsFinite(x), interior: 1);
        Check(Support.NonNegative, x => x >= 0 && float.IsFinite(x), interior: 1);
        Check(Support.UnitInterval, x => x is >= 0 and <= 1, interior: 0.5f);
        Check(Support.ZeroOrOne, x => x is 0 or 1, interior: 0);
        Check(Support.Interval(0, 1, inclusive: false), x => x is > 0 and < 1, interior: 0.5f);
        Check(Support.Integers(1, 2), x => x is 1 or 2, interior: 1);
    }

    [Fact]
    public void AllAreContainedOnlyIfEachIs()
    {
        Assert.True(Support.UnitInterval.ContainsAll(Tensor.From([0, 0.5f, 1])));
        Assert.False(Support.UnitInterval.ContainsAll(Tensor.From([0, 0.5f, 1.5f])));
    }

    [Fact]
    public void AnEmptySetIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Support.Interval(1, 1));
        Assert.Throws<ArgumentException>(() => Support.Integers(2, 1));
        Assert.Equal(3, Support.Integers(3, 3).InteriorPoint([]).Item());
    }

    private static void Check(Support support, Func<float, bool> contains, float interior)
    {
        Assert.Equal(values.Select(x => contains(x) ? 1f : 0f), support.Contains(Tensor.From(values)).ToArray());
        Assert.Equal(interior, support.InteriorPoint([]).Item());
    }
}
