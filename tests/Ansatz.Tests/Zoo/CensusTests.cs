using Ansatz.Bijectors;
using Ansatz.Distributions;

namespace Ansatz.Tests.Zoo;

/// <summary>Nothing that is meant to obey the laws escapes them.</summary>
public sealed class CensusTests
{
    [Fact]
    public void EveryBijectorIsInTheZoo() => AssertComplete(typeof(Bijector), BijectorZoo.All.Select(c => (object)c.Whole));

    [Fact]
    public void EveryDistributionIsInTheZoo() => AssertComplete(typeof(Distribution), DistributionZoo.All.Select(c => (object)c.Whole));

    private static void AssertComplete(Type family, IEnumerable<object> zoo)
    {
        var members = family.Assembly.GetTypes().Where(t => t.IsSealed && family.IsAssignableFrom(t)).Select(t => t.Name);
        Assert.Empty(members.Except(zoo.Select(o => o.GetType().Name)));
    }
}
