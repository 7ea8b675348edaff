namespace Ansatz.Studies.TwoGaussians;

/// <summary>The <c>config.json</c> of the study of two Gaussians: everything its numbers depend on.</summary>
internal sealed record TwoGaussiansConfig : StudyConfig
{
    private const double FirstLearningRate = 0.1;

    /// <summary>The settings, one row each.</summary>
    public static SettingTable<TwoGaussiansConfig> Settings { get; } = new(new TwoGaussiansConfig(),
        Setting.File<TwoGaussiansConfig, long>("trainingSamples", new WholeKind(2, 1_000_000), c => c.TrainingSamples, (c, v) => c with { TrainingSamples = (int)v }),
        Setting.File<TwoGaussiansConfig, long>("testSamples", new WholeKind(2, 1_000_000), c => c.TestSamples, (c, v) => c with { TestSamples = (int)v }),
        new Setting<TwoGaussiansConfig, long>("epochs", "Steps by gradient, each on all training samples.", "epochs", new WholeKind(1, 1_000_000), c => c.Epochs, (c, v) => c with { Epochs = v }),
        Setting.File<TwoGaussiansConfig, Schedule>("learningRate", new ScheduleKind(), c => c.LearningRate, (c, v) => c with { LearningRate = v }, followsEpochs: true),
        Setting.File<TwoGaussiansConfig, long>("emStarts", new WholeKind(1, 10_000), c => c.EmStarts, (c, v) => c with { EmStarts = (int)v }));

    public int TrainingSamples { get; init; } = 500;
    public int TestSamples { get; init; } = 500;

    /// <summary>Steps by gradient, each on all training samples.</summary>
    public long Epochs { get; init; } = 2000;

    /// <summary>Adam's, by epochs.</summary>
    public Schedule LearningRate { get; init; } = FirstLearningRate;

    /// <summary>Random starts of expectation-maximization.</summary>
    public int EmStarts { get; init; } = 10;

    /// <summary>The same with the learning rate that belongs to its epochs.</summary>
    public TwoGaussiansConfig Resolved() => this with { LearningRate = new CosineSchedule(FirstLearningRate, Epochs) };
}

/// <summary>The study's samples: drawn from a known mixture of two Gaussians and rounded to integers.</summary>
internal sealed class TwoGaussiansData(Rng rng, int trainingCount, int testCount)
{
    /// <summary>φ of component 1 is 0.7; (μ, σ) are (5, 2) and (20, 3).</summary>
    public static MixtureDensity Truth { get; } = MixtureDensity.Of([0.3, 0.7], [5, 20], [2 * 2, 3 * 3]);

    public double[] Training { get; } = Draw(rng.Fork("training"), trainingCount);
    public double[] Test { get; } = Draw(rng.Fork("test"), testCount);

    public static Dataset ToDataset(double[] samples) => Dataset.FromFloats([.. samples.Select(x => (float)x)], [1]);

    private static double[] Draw(Rng rng, int count)
    {
        var choice = new float[count];
        var noise = new float[count];
        rng.Fork("component").Uniform(choice);
        rng.Fork("noise").Normal(noise);
        return [.. choice.Zip(noise, (u, e) => Math.Round(u < Truth.Weights[0] ? Truth.Mean(0)[0] + 2 * e : Truth.Mean(1)[0] + 3 * e))];
    }
}
