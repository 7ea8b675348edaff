namespace Ansatz.Studies.Digits;

/// <summary>What a trained autoencoder is worth on the images that judge it.</summary>
internal sealed class AutoencoderEvaluation
{
    /// <param name="elbo">The model's numbers on the test images.</param>
    public AutoencoderEvaluation(VariationalAutoencoder model, AutoencoderConfig config, AutoencoderData data, Metrics elbo, Rng rng,
        ProgressDisplay progress, CancellationToken cancellation)
    {
        progress.Begin("evaluating");
        Posterior = PosteriorSummary.Of(model, data.Test, cancellation: cancellation);
        cancellation.ThrowIfCancellationRequested();
        var score = config.Design.Likelihood;
        var closed = KlDivergence.HasClosedForm(model.Encoder.Given(new Context(data.Test.ToTensor(0, 1), data.Test.HasLabels ? [data.Test.Label(0)] : null)), model.Prior.Given(Context.None));
        Validation = new ImageValidationMetrics(
            elbo.Objective, elbo["reconstruction"], elbo["kl"], model.Beta, score.Quantity, model.ScoreConstant,
            score == Likelihood.CrossEntropy ? EntropyFloor.Of(data.Test) : null, closed && config.Design.Samples == 0 ? "closed form" : "at the draws");
        if (config.LeaveOut is { } leftOut)
        {
            cancellation.ThrowIfCancellationRequested();
            Scores = AnomalyScores.Of(model, data.Scored, rng.Fork("anomaly"), cancellation: cancellation);
            Roc = new RocCurve(
                [.. Scores.Where((_, i) => data.Scored.Label(i) != leftOut)],
                [.. Scores.Where((_, i) => data.Scored.Label(i) == leftOut)]);
            Anomaly = new AnomalyMetrics(leftOut, Roc.Area);
        }
        progress.End();
        cancellation.ThrowIfCancellationRequested();
        if (config.LikelihoodSamples == 0) return;
        progress.Begin("estimating the likelihood", data.Test.Count, "images");
        var estimate = ImportanceWeightedLikelihood.Of(model, data.Test, rng.Fork("likelihood"), (int)config.LikelihoodSamples, new CountReporter(progress), cancellation);
        LogLikelihood = LogLikelihoodMetrics.Of(estimate, config.LikelihoodSamples);
    }

    public PosteriorSummary Posterior { get; }
    public ImageValidationMetrics Validation { get; }
    public LogLikelihoodMetrics? LogLikelihood { get; }
    public double[]? Scores { get; }
    public RocCurve? Roc { get; }
    public AnomalyMetrics? Anomaly { get; }
}
