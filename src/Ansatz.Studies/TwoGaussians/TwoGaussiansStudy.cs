namespace Ansatz.Studies.TwoGaussians;

/// <summary><c>study two-gaussians</c>: maximum likelihood by gradient and by expectation-maximization.</summary>
internal sealed class TwoGaussiansStudy() : Study<TwoGaussiansConfig, TwoGaussiansData>("two-gaussians")
{
    protected override SettingTable<TwoGaussiansConfig> Settings => TwoGaussiansConfig.Settings;
    public override IReadOnlyList<string> Examples => ["ansatz study two-gaussians --out runs/two-gaussians", "ansatz study two-gaussians --seed 7 --json"];

    protected override (TwoGaussiansConfig, TwoGaussiansData) Resolve(IReadOnlyDictionary<string, string> given, TwoGaussiansConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? Standard, given).Resolved();
        return (config, new TwoGaussiansData(new Rng((ulong)config.Seed).Fork("samples"), config.TrainingSamples, config.TestSamples));
    }

    protected override Finding Work(RunContext run, TwoGaussiansConfig config, TwoGaussiansData data) => TwoGaussiansReport.Finding(new TwoGaussiansRun(run, config, data).Run(), config, run.Origin);
}

/// <summary>Fits a mixture of two Gaussians to samples of a known one, twice: by gradient and by expectation-maximization. Both fit a <see cref="GaussianMixture"/>.</summary>
internal sealed class TwoGaussiansRun(RunContext run, TwoGaussiansConfig config, TwoGaussiansData data)
{
    private const int EpochsPerLine = 250, MostComponents = 4;
    private readonly Rng rng = new((ulong)config.Seed);

    public TwoGaussiansMetrics Run()
    {
        var byGradient = NewMixture();
        StartFarAway(byGradient, data.Training);
        var training = Train(byGradient);
        run.WriteTrained(byGradient, training.History);

        var ((fit, emSeconds), others) = run.Stage("expectation-maximization", () =>
        {
            var two = RunContext.Timed(() => NewMixture().Fit(data.Training, rng.Fork("starts"), Search, run.Cancellation));
            return (two, Enumerable.Range(1, MostComponents).Select(count => count == 2 ? Criteria(two.Result, count) : FitOf(count)).OfType<ComponentCriteria>().ToArray());
        }).Result;

        var gradient = byGradient.Density().OrderedByMean();
        var figureSeconds = run.DrawFigures(figures => TwoGaussiansFigures.Write(figures, data, gradient, fit, training.History));
        return Measure(gradient, fit, others, new TwoGaussiansSeconds(training.Seconds, emSeconds, figureSeconds, run.TotalSeconds), ParametersHash.Of(byGradient.Parameters()), training.History.Count);
    }

    // In one dimension, diagonal, full and spherical covariances are the same.
    private static GaussianMixture NewMixture(int components = 2) => new(components, 1, MixtureCovariance.Diagonal);

    // After the training one process is left.
    private MixtureOptions Search => new() { StartCount = config.EmStarts, ShardCount = (int)config.Shards };

    private static ComponentCriteria Criteria(MixtureFit fit, int components) => new(components, fit.LogLikelihood, fit.Bic, fit.Aic);

    // The samples are integers, so a surplus component may shrink to a single value. The likelihood of such a fit is unbounded, and the fit is left out.
    private ComponentCriteria? FitOf(int components)
    {
        try
        {
            return Criteria(NewMixture(components).Fit(data.Training, rng.Fork("starts").Fork(components), Search, run.Cancellation), components);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // The start: means at the ends of the samples' range, standard deviations e² ≈ 7.4, φ = ½. It is far from the optimum, but near enough for the gradient to find it.
    private static void StartFarAway(GaussianMixture mixture, double[] samples)
    {
        mixture.Logits.Assign([0, 0]);
        mixture.Means.Assign([(float)samples.Min(), (float)samples.Max()]);
        mixture.LogScales.Assign([2, 2]);
    }

    private TrainingState Train(GaussianMixture mixture)
    {
        var options = new TrainerOptions { EpochCount = (int)config.Epochs, BatchSize = config.TrainingSamples, ShardCount = (int)config.Shards, Optimizer = new Adam(), LearningRate = config.LearningRate };
        return run.Train(new Trainer(options, rng.Fork("training")), mixture, TwoGaussiansData.ToDataset(data.Training), TwoGaussiansData.ToDataset(data.Test), "samples", epochsPerLine: EpochsPerLine, watched: "test");
    }

    private TwoGaussiansMetrics Measure(MixtureDensity gradient, MixtureFit fit, ComponentCriteria[] others, TwoGaussiansSeconds seconds, string hash, int epochs)
    {
        TwoGaussiansNumbers truth = Numbers(TwoGaussiansData.Truth), found = Numbers(gradient), em = Numbers(fit.Density);
        return new TwoGaussiansMetrics(config.Study, config.Seed, truth, found, em, Errors(em, data.Training.Length),
            others, LargestDifference(found, em),
            new TestLogLikelihoods(TwoGaussiansData.Truth.LogLikelihood(data.Test), gradient.LogLikelihood(data.Test), fit.Density.LogLikelihood(data.Test)),
            hash, seconds, epochs, fit.Trace.Count);

        TwoGaussiansNumbers Numbers(MixtureDensity p) => new(
            p.Weights[1], p.Mean(0)[0], Math.Sqrt(p.Covariance(0)[0]), p.Mean(1)[0], Math.Sqrt(p.Covariance(1)[0]), p.LogLikelihood(data.Training));
    }

    // √(φ(1 − φ)/N), σ/√n and σ/√(2n), where n is the number of samples of a component.
    private static TwoGaussiansErrors Errors(TwoGaussiansNumbers p, int count)
    {
        double n0 = (1 - p.Phi) * count, n1 = p.Phi * count;
        return new TwoGaussiansErrors(Math.Sqrt(p.Phi * (1 - p.Phi) / count),
            p.Sigma0 / Math.Sqrt(n0), p.Sigma0 / Math.Sqrt(2 * n0), p.Sigma1 / Math.Sqrt(n1), p.Sigma1 / Math.Sqrt(2 * n1));
    }

    private static double LargestDifference(TwoGaussiansNumbers a, TwoGaussiansNumbers b) =>
        new[] { a.Phi - b.Phi, a.Mu0 - b.Mu0, a.Sigma0 - b.Sigma0, a.Mu1 - b.Mu1, a.Sigma1 - b.Sigma1 }.Max(Math.Abs);
}
