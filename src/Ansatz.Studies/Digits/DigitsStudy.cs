namespace Ansatz.Studies.Digits;

/// <summary><c>study mnist-conv</c> and its like: a published autoencoder of images, from data to report.</summary>
/// <param name="name">The command's word.</param>
/// <param name="title">The report's.</param>
/// <param name="published">The published recipe.</param>
/// <param name="standard">The same network, objective, batch and epochs, with a schedule of our own.</param>
internal sealed class DigitsStudy(string name, string title, AutoencoderConfig published, AutoencoderConfig standard)
    : ImageAutoencoderStudy<AutoencoderOutcome>(name, standard, OfNetwork)
{
    public override IReadOnlyList<string> Examples =>
        [$"ansatz study {Name}", $"ansatz study {Name} --data fashion-mnist --condition label --out runs/clothes", $"ansatz study {Name} --recipe published --epochs 1 --images 6000 --json"];

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var preset = given.GetValueOrDefault("recipe") == "published" ? published : Standard;
        var start = earlier is null || given.ContainsKey("recipe") ? preset with { Seed = earlier?.Seed ?? preset.Seed } : earlier;
        return Fit(start with { Study = Name }, given, console);
    }

    protected override AutoencoderOutcome Work(string folder, AutoencoderConfig config, AutoencoderData data, ProgressDisplay progress, CancellationToken cancellation) =>
        new AutoencoderRun(folder, config, data.For(config)).Run(progress, cancellation);

    protected override void Report(string folder, AutoencoderConfig config, AutoencoderOutcome outcome, Origin origin, IConsole console) => Finish(folder, config, outcome, title, origin, console);
}
