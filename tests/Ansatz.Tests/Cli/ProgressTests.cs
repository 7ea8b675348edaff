using Ansatz.Cli.Shell;
using Ansatz.Studies.Progress;

namespace Ansatz.Tests.Cli;

public sealed class ProgressTests
{
    [Fact]
    public void PlainProgressIsThrottledAndEndsEachStage()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var clock = new Clock();
        var progress = new PlainProgress(text, clock);
        progress.Begin("drawing", 1000, "images");
        for (var done = 1; done <= 1000; done++)
        {
            clock.Milliseconds += 25;
            progress.Advance(done, "loss 3");
        }
        Assert.Equal(
            """
            drawing: 400 of 1,000 images, 40.0 images/s, 15 s left  loss 3
            drawing: 800 of 1,000 images, 40.0 images/s, 5 s left  loss 3
            drawing: 1,000 images in 25 s (40.0 images/s)

            """, text.ToString());
    }

    [Theory]
    [InlineData(0.4, "0 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 m 0 s")]
    [InlineData(80, "1 m 20 s")]
    [InlineData(7500, "2 h 5 m")]
    public void DurationsReadAsPeopleSayThem(double seconds, string text) => Assert.Equal(text, Words.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(12345.6, "12,346")]
    [InlineData(41.23, "41.2")]
    [InlineData(0.5, "0.50")]
    public void CountsHaveAboutThreeDigits(double value, string text) => Assert.Equal(text, Words.Count(value));

    private sealed class Clock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
