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

    [Fact]
    public void AStageThatCountsNothingAndAnAbandonedOneEndInALine()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var clock = new Clock();
        var progress = new PlainProgress(text, clock);
        progress.Begin("evaluating");
        clock.Milliseconds += 3000;
        progress.End();
        progress.Begin("training", 100, "images", before: 40);
        clock.Milliseconds += 2000;
        progress.Advance(60);
        progress.Line("epoch 1");
        progress.Begin("drawing figures");
        Assert.Equal("evaluating: 3 s\nepoch 1\ntraining: 20 images in 2 s (10.0 images/s)\n", text.ToString());
    }

    [Fact]
    public void LiveProgressShowsEachStageWithItsSpeedAndItsDetail()
    {
        using var text = new StringWriter();
        var result = LiveProgress.Run(text, width: 120, hasColor: false, progress =>
        {
            progress.Begin("drawing", 10, "images");
            progress.Advance(10);
            progress.Begin("training", 10, "images");
            progress.Advance(5, "loss 3.1");
            progress.Line("a line that stays");
            return 7;
        });
        Assert.Equal(7, result);
        var shown = text.ToString();
        foreach (var part in new[] { "drawing", "100%", "images/s", "training", "50%", "loss 3.1", "left", "a line that stays" }) Assert.Contains(part, shown, StringComparison.Ordinal);
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
