using Ansatz.Figures;
using FsCheck;
using FsCheck.Fluent;

namespace Ansatz.Tests.Figures;

public sealed class TicksTests
{
    [Theory]
    [InlineData(0, 1, 5, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(343, 643, 6, "350 400 450 500 550 600")]
    [InlineData(-3, 3, 6, "−3 −2 −1 0 1 2 3")]
    [InlineData(0, 20000, 4, "0 5,000 10,000 15,000 20,000")]
    [InlineData(0, 3e8, 3, "0 10⁸ 2×10⁸ 3×10⁸")]
    [InlineData(0, 3e-7, 2, "0 2×10⁻⁷")]
    [InlineData(-0.25, 0.25, 6, "−0.2 −0.1 0 0.1 0.2")]
    [InlineData(0, 0.0007, 4, "0 0.0002 0.0004 0.0006")]
    public void LabelsAreExact(double min, double max, int most, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ticks.Dividing(max - min, most).Within(new(min, max)).Select(t => t.Label)));

    [Fact]
    public void StepsAreOneTwoOrFiveAndDivideAsAsked()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<NormalFloat>(), Gen.Choose(1, 20).ToArbitrary(), (number, most) =>
        {
            var length = Math.Abs(number.Get);
            if (length is < 1e-200 or > 1e200) return true;
            var step = Ticks.Dividing(length, most).Step;
            var digits = step.ToString("E15", System.Globalization.CultureInfo.InvariantCulture);
            return digits[0] is '1' or '2' or '5' && digits[2..17].All(c => c == '0') && length / step <= most * (1 + 1e-6) && length / step > most / 2.6;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void TheIntervalAroundHoldsTheDataAndEndsAtTicks()
    {
        Prop.ForAll(Gen.Choose(-100000, 100000).Two().ToArbitrary(), pair =>
        {
            var (min, max) = (Math.Min(pair.Item1, pair.Item2) / 37.0, Math.Max(pair.Item1, pair.Item2) / 37.0);
            if (min == max) return true;
            var ticks = Ticks.Dividing(max - min, 5);
            var around = ticks.Around(new(min, max));
            var values = ticks.Within(around).Select(t => t.Value).ToArray();
            return around.Min <= min + 1e-6 * ticks.Step && around.Max >= max - 1e-6 * ticks.Step && values[0] == around.Min && values[^1] == around.Max && values.Length is >= 2 and <= 7;
        }).QuickCheckThrowOnFailure();
    }
}
