using System.CommandLine;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz study mnist-conv</c> and its like: a published autoencoder of images, from data to report.</summary>
internal sealed class StudyImagesCommand : StudyCommand<AutoencoderConfig, AutoencoderOutcome>
{
    private readonly ImageStudy study;
    private readonly Option<string> recipe = ChoiceOption.Of("--recipe", "Our way to train, or the published one.", "default", "published");
    private readonly Option<string?> source = new("--data") { Description = "The name of a public data set, a folder or an .npz file.", HelpName = "NAME|PATH" };
    private readonly Option<string?> cache = CacheOption.Create();
    private readonly ArrayOptions arrays = new();
    private readonly AutoencoderOptions techniques;
    private (AutoencoderData Data, long LikelihoodSamples) given;

    public StudyImagesCommand(string name, string description, ImageStudy study) : base(name, description, AutoencoderJson.Default.AutoencoderConfig)
    {
        this.study = study;
        techniques = new AutoencoderOptions(study.Default);
        source.Showing(study.Default.Data);
        TakeOwn([recipe, source, .. arrays.All, cache, .. techniques.All]);
    }

    public override IReadOnlyList<string> Examples =>
        [$"ansatz study {study.Name}", $"ansatz study {study.Name} --data fashion-mnist --condition label --out runs/clothes", $"ansatz study {study.Name} --recipe published --epochs 1 --images 6000 --json"];

    protected override AutoencoderConfig Resolve(Call call, AutoencoderConfig? earlier)
    {
        var preset = call.Value(recipe) == "published" ? study.Published : study.Default;
        var start = earlier is null || call.IsGiven(recipe) ? preset : earlier;
        var (config, data) = AutoencoderSource.Resolve(call, techniques, start, call.Value(source), arrays, call.Value(cache));
        given = (data, techniques.LikelihoodSamples(call));
        return config with { Seed = Choose(call, Seed, earlier, c => c.Seed) };
    }

    protected override string? DataOf(AutoencoderConfig config) => config.Data;

    protected override AutoencoderOutcome Study(AutoencoderConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new AutoencoderStudy(folder, config, given.Data.For(config), given.LikelihoodSamples).Run(progress, cancellation);

    protected override void Tell(Call call, AutoencoderConfig config, AutoencoderOutcome outcome, string folder) =>
        AutoencoderTelling.Tell(call, config, outcome, folder, OriginOf(call, folder), study.Title);
}
