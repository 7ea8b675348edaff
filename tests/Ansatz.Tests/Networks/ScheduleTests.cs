using Ansatz.Networks;

namespace Ansatz.Tests.Networks;

public sealed class ScheduleTests
{
    [Fact]
    public void AConstantIsItself()
    {
        Schedule schedule = 0.3;
        Assert.Equal(0.3, schedule.At(0));
        Assert.Equal(0.3, schedule.At(1e9));
        Assert.Equal(0, schedule.SettledAt);
    }

    [Theory]
    [InlineData(0, 42)]
    [InlineData(0.5, 32)]
    [InlineData(2, 2)]
    [InlineData(9, 2)]
    public void ALineIsStraight(double epoch, double expected) => Assert.Equal(expected, new LinearSchedule(42, 2, 2).At(epoch), 1e-12);

    [Theory]
    [InlineData(0, 42)]
    [InlineData(1, 9.16515138991168)] // √(42·2)
    [InlineData(2, 2)]
    [InlineData(9, 2)]
    public void AnExponentialHasEqualRatios(double epoch, double expected) => Assert.Equal(expected, new ExponentialSchedule(42, 2, 2).At(epoch), 1e-12);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(2.5, 1.7217514421272202)] // 0.1 + 1.9·(1 + √½)/2
    [InlineData(5, 1.05)]
    [InlineData(10, 0.1)]
    [InlineData(11, 0.1)]
    public void ACosineFallsByHalfAWave(double epoch, double expected) =>
        Assert.Equal(expected, new CosineSchedule(2, 10, 0.1).At(epoch), 1e-12);

    [Theory]
    [InlineData(0, 8)]
    [InlineData(2.9, 8)]
    [InlineData(3, 4)]
    [InlineData(9.5, 1)]
    public void StepsAreSudden(double epoch, double expected) => Assert.Equal(expected, new StepSchedule(8, 0.5, 3).At(epoch));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(7, 1)]
    [InlineData(12, 0)]
    public void AWarmUpRisesToWhatFollows(double epoch, double expected)
    {
        var schedule = new WarmUpSchedule(2, new CosineSchedule(2, 10));
        Assert.Equal(expected, schedule.At(epoch), 1e-12);
        Assert.Equal(12, schedule.SettledAt);
    }

    public static TheoryData<Schedule> All => [new ConstantSchedule(0.5), new LinearSchedule(4, 1, 3), new ExponentialSchedule(4, 1, 3), new CosineSchedule(4, 3), new WarmUpSchedule(1, new LinearSchedule(4, 1, 2)), new StepSchedule(4, 1, 3)];

    [Theory, MemberData(nameof(All))]
    public void AfterItHasSettledNothingMoves(Schedule schedule)
    {
        var settled = schedule.At(schedule.SettledAt);
        for (var epoch = schedule.SettledAt; epoch < schedule.SettledAt + 20; epoch += 0.37) Assert.Equal(settled, schedule.At(epoch));
    }

    [Fact]
    public void StepsNeverSettle() => Assert.Equal(double.PositiveInfinity, new StepSchedule(4, 0.5, 3).SettledAt);

    [Fact]
    public void ImpossibleNumbersAreNamed()
    {
        string Refused(Func<Schedule> make) => Assert.Throws<ArgumentOutOfRangeException>(make).Message;
        Assert.Contains("LinearSchedule: epochs is 0", Refused(() => new LinearSchedule(1, 2, 0)), StringComparison.Ordinal);
        Assert.Contains("CosineSchedule: epochs is NaN", Refused(() => new CosineSchedule(1, double.NaN)), StringComparison.Ordinal);
        Assert.Contains("ExponentialSchedule: to is 0", Refused(() => new ExponentialSchedule(1, 0, 2)), StringComparison.Ordinal);
        Assert.Contains("StepSchedule: everyEpochs is -1", Refused(() => new StepSchedule(1, 0.5, -1)), StringComparison.Ordinal);
        Assert.Contains("WarmUpSchedule: epochs is 0", Refused(() => new WarmUpSchedule(0, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void ItSaysWhatItIs() => Assert.Equal("warm-up of 0.5 epochs, then cosine 0.002 to 0 over 10 epochs", new WarmUpSchedule(0.5, new CosineSchedule(2e-3, 10)).ToString());
}
