using Ansatz.Studies.Reports;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz evaluate</c>: the model's numbers on images, and their likelihood.</summary>
internal sealed class EvaluateCommand : RunCommand
{
    private readonly Option<long> samples = NumberOption.Whole("--nll-samples", "Estimate the log-likelihood with so many draws an image.", 0, 1_000_000, 0);

    public EvaluateCommand(string name, string description) : base(name, description) => TakeOwn(samples);
    public override IReadOnlyList<string> Examples => ["ansatz evaluate runs/mnist-dense", "ansatz evaluate runs/vae --nll-samples 5000 --json"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var found = Images(call, run).Images;
        var images = AreOwn(call) ? run.Reported(found) : found;
        var draws = (int)call.Value(samples);
        if (images.Count < 2) throw new InvalidDataException($"evaluate: {Words.Of(images.Count, "image")}; expected 2 or more to measure by");
        if (draws > 0 && !run.Likelihood.IsNormalized) throw new UsageException($"evaluate: --nll-samples {draws}: a {run.Likelihood.Quantity} is no likelihood; expected a run with another --likelihood");
        var metrics = Validation.Of(run.Trained, images, AreOwn(call) ? run.ValidationStream : rng.Fork("validation"), cancellation: call.Cancellation);
        call.Cancellation.ThrowIfCancellationRequested();
        var posterior = PosteriorSummary.Of(run.Model, images);
        call.Cancellation.ThrowIfCancellationRequested();
        LogLikelihoodMetrics? likelihood = draws == 0 ? null : call.Track(progress =>
        {
            progress.Begin("estimating the likelihood", images.Count, "images");
            var estimate = ImportanceWeightedLikelihood.Of(run.Model, images, rng.Fork("likelihood"), draws, new CountReporter(progress), call.Cancellation);
            return LogLikelihoodMetrics.Of(estimate, draws);
        });
        var result = new EvaluateResult(run.Folder, images.Count, metrics.Objective, metrics["reconstruction"], metrics["kl"], run.Model.Beta, run.Likelihood.Quantity, posterior.ActiveUnitCount, posterior.KlByDimension, likelihood);
        call.Result(result, RunJson.Default.EvaluateResult, writer => NumberText.Write(writer, Rows(result)));
    }

    private static IReadOnlyList<NumberRow> Rows(EvaluateResult r) =>
    [
        new("Images", $"{r.Images:#,0}", "", ""),
        new("Total", $"{r.Total:0.00}", "nats an image", ""),
        new("Reconstruction", $"{r.Reconstruction:0.00}", r.Quantity, ""),
        new("KL divergence", $"{r.Kl:0.000}", $"weight {r.Beta:0.##}", ""),
        new("Active units", $"{r.ActiveUnits}", $"of {r.KlByDimension.Count}", ""),
        new("KL by dimension", $"{r.KlByDimension.Min():0.00} to {r.KlByDimension.Max():0.00}", AutoencoderNumbers.ByDimension(r.KlByDimension), ""),
        .. r.LogLikelihood is { } l ? AutoencoderNumbers.Likelihood("NLL", l, $"Monte Carlo ± {l.MonteCarloError:0.000}, {Words.Of(l.Samples, "draw")}") : [],
    ];
}
