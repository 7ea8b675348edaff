using Ansatz.Autoencoders;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Reports;
using Ansatz.Studies.Runs;
using Ansatz.Training;

namespace Ansatz.Tests.Cli;

/// <summary>What is left of a study that is stopped after its training.</summary>
public sealed class AfterTrainingTests
{
    [Theory]
    [InlineData("evaluating")]
    [InlineData("estimating the likelihood")]
    public void StoppedInEvaluationItEndsAndLeavesTheModel(string stage)
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var digits = Path.Combine(AppContext.BaseDirectory, "Cli", "Fixtures", "digits.npz");
        var config = new AutoencoderConfig
        {
            Source = new ImageSource(digits),
            Design = new AutoencoderDesign { Height = 28, Width = 28, Network = ImageNetwork.Dense, Widths = [4], Likelihood = Likelihood.SquaredError },
            Epochs = 1,
            BatchSize = 100,
            LikelihoodSamples = 10,
            Ansatz = "0",
        };
        var data = AutoencoderData.Load(new ImageSource(digits), null, new SilentConsole("", CancellationToken.None)).For(config);
        var study = new AutoencoderRun(new RunContext(folder["."], Origin.Of("", folder["."]), new StopsAt(stage, cancellation), cancellation.Token), config, data);
        Assert.ThrowsAny<OperationCanceledException>(() => study.Run("title"));
        Assert.Single(File.ReadAllLines(folder["history.jsonl"]));
        Assert.Equal(2, ModelFile.Load<VariationalAutoencoder>(folder["model.safetensors"]).LatentShape.Size);
        Assert.False(Directory.Exists(folder["figures"]));
    }

    private sealed class StopsAt(string stage, CancellationTokenSource cancellation) : ProgressDisplay
    {
        public override void Begin(string name, long total, string unit, long before = 0)
        {
            if (name == stage) cancellation.Cancel();
        }

        public override void Advance(long done, string detail = "") { }

        public override void Line(string text) { }
    }
}
