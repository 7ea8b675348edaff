namespace Ansatz.Studies.TwoGaussians;

/// <summary><c>study two-gaussians</c>: maximum likelihood by gradient and by expectation-maximization.</summary>
internal sealed class TwoGaussiansStudy() : Study<TwoGaussiansConfig, TwoGaussiansData, TwoGaussiansMetrics>("two-gaussians")
{
    protected override SettingTable<TwoGaussiansConfig> Settings => TwoGaussiansConfig.Settings;
    public override IEnumerable<SettingOption> Options => Settings.Options(new TwoGaussiansConfig());
    public override IReadOnlyList<string> Examples => ["ansatz study two-gaussians --out runs/two-gaussians", "ansatz study two-gaussians --seed 7 --json"];

    protected override (TwoGaussiansConfig, TwoGaussiansData) Resolve(IReadOnlyDictionary<string, string> given, TwoGaussiansConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? new TwoGaussiansConfig(), given).Resolved();
        return (config, new TwoGaussiansData(new Rng((ulong)config.Seed).Fork("samples"), config.TrainingSamples, config.TestSamples));
    }

    protected override TwoGaussiansMetrics Work(string folder, TwoGaussiansConfig config, TwoGaussiansData data, ProgressDisplay progress, CancellationToken cancellation) =>
        new TwoGaussiansRun(folder, config, data).Run(progress, cancellation);

    protected override void Report(string folder, TwoGaussiansConfig config, TwoGaussiansMetrics metrics, Origin origin, IConsole console) => Finish(
        folder, metrics, TwoGaussiansJson.Default.TwoGaussiansMetrics, TwoGaussiansReport.Page(metrics, config, origin), console,
        (writer, report) => TwoGaussiansReport.Summarize(writer, metrics, report));
}

/// <summary>Maximum likelihood on samples of a known mixture of two Gaussians, twice: by gradient, and by expectation-maximization on the same kind of object.</summary>
/// <param name="folder">The run's folder, claimed already.</param>
internal sealed class TwoGaussiansRun(string folder, TwoGaussiansConfig config, TwoGaussiansData data)
{
    private const int EpochsPerLine = 250, MostComponents = 4;
    private readonly Rng rng = new((ulong)config.Seed);
    private readonly Stopwatch total = Stopwatch.StartNew();

    public TwoGaussiansMetrics Run(ProgressDisplay progress, CancellationToken cancellation)
    {
        var byGradient = NewMixture();
        StartFarAway(byGradient, data.Training);
        var training = Train(byGradient, progress, cancellation);
        RunFiles.WriteTrained(folder, byGradient, training.History);

        progress.Begin("expectation-maximization");
        var start = Stopwatch.GetTimestamp();
        var fit = NewMixture().Fit(data.Training, rng.Fork("starts"), config.EmStarts, cancellation);
        var emSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var others = Enumerable.Range(1, MostComponents).Select(count => count == 2 ? Criteria(fit, count) : FitOf(count, cancellation)).OfType<ComponentCriteria>().ToArray();
        progress.End();

        var gradient = byGradient.Density().OrderedByMean();
        var figureSeconds = RunFiles.DrawFigures(folder, figures => TwoGaussiansFigures.Write(figures, data, gradient, fit, training.History), progress, cancellation);
        return Measure(gradient, fit, others, new TwoGaussiansSeconds(training.Seconds, emSeconds, figureSeconds, total.Elapsed.TotalSeconds),
            ParametersHash.Of(byGradient.Parameters()), training.History.Count);
    }

    // One dimension: diagonal, full and spherical are one.
    private static GaussianMixture NewMixture(int components = 2) => new(components, 1, MixtureCovariance.Diagonal);

    private static ComponentCriteria Criteria(MixtureFit fit, int components) => new(components, fit.LogLikelihood, fit.Bic, fit.Aic);

    // Samples rounded to integers tempt a needless component to sit on one of them; such a fit has no likelihood to compare.
    private ComponentCriteria? FitOf(int components, CancellationToken cancellation)
    {
        try
        {
            return Criteria(NewMixture(components).Fit(data.Training, rng.Fork("starts").Fork(components), config.EmStarts, cancellation), components);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Means at the ends of the samples' range, standard deviations e² ≈ 7.4, φ = ½: near enough to be pulled, far enough that there is a way to go.
    private static void StartFarAway(GaussianMixture mixture, double[] samples)
    {
        mixture.Logits.Assign([0, 0]);
        mixture.Means.Assign([(float)samples.Min(), (float)samples.Max()]);
        mixture.LogScales.Assign([2, 2]);
    }

    private TrainingState Train(GaussianMixture mixture, ProgressDisplay progress, CancellationToken cancellation)
    {
        var options = new TrainerOptions { EpochCount = (int)config.Epochs, BatchSize = config.TrainingSamples, Optimizer = new Adam(), LearningRate = config.LearningRate };
        return new Trainer(options, rng.Fork("training")).Train(
            mixture, TwoGaussiansData.ToDataset(data.Training), TwoGaussiansData.ToDataset(data.Test), RunFiles.CheckpointOf(folder),
            new TrainingReporter(progress, config.TrainingSamples, "samples", folder, EpochsPerLine), cancellation);
    }

    private TwoGaussiansMetrics Measure(MixtureDensity gradient, MixtureFit fit, ComponentCriteria[] others, TwoGaussiansSeconds seconds, string hash, int epochs)
    {
        TwoGaussiansNumbers truth = Numbers(TwoGaussiansData.Truth), found = Numbers(gradient), em = Numbers(fit.Density);
        return new TwoGaussiansMetrics("two-gaussians", config.Seed, truth, found, em, Errors(em, data.Training.Length),
            others, LargestDifference(found, em),
            new TestLogLikelihoods(TwoGaussiansData.Truth.LogLikelihood(data.Test), gradient.LogLikelihood(data.Test), fit.Density.LogLikelihood(data.Test)),
            hash, seconds, epochs, fit.Trace.Count);

        TwoGaussiansNumbers Numbers(MixtureDensity p) => new(
            p.Weights[1], p.Mean(0)[0], Math.Sqrt(p.Covariance(0)[0]), p.Mean(1)[0], Math.Sqrt(p.Covariance(1)[0]), p.LogLikelihood(data.Training));
    }

    // √(φ(1 − φ)/N), σ/√n and σ/√(2n), n the samples of a component.
    private static TwoGaussiansErrors Errors(TwoGaussiansNumbers p, int count)
    {
        double n0 = (1 - p.Phi) * count, n1 = p.Phi * count;
        return new TwoGaussiansErrors(Math.Sqrt(p.Phi * (1 - p.Phi) / count),
            p.Sigma0 / Math.Sqrt(n0), p.Sigma0 / Math.Sqrt(2 * n0), p.Sigma1 / Math.Sqrt(n1), p.Sigma1 / Math.Sqrt(2 * n1));
    }

    private static double LargestDifference(TwoGaussiansNumbers a, TwoGaussiansNumbers b) =>
        new[] { a.Phi - b.Phi, a.Mu0 - b.Mu0, a.Sigma0 - b.Sigma0, a.Mu1 - b.Mu1, a.Sigma1 - b.Sigma1 }.Max(Math.Abs);
}
