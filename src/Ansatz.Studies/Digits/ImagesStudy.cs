namespace Ansatz.Studies.Digits;

/// <summary><c>train vae</c>: an autoencoder of anyone's images, with any of the techniques.</summary>
/// <param name="studyOf">The study that wrote a folder, for the run whose weights are the first ones.</param>
internal sealed class ImagesStudy(Func<string, Study> studyOf) : AutoencoderStudy("vae", standard, ["recipe"], "train")
{
    private static readonly AutoencoderConfig standard = new() { Design = new() { Height = 1, Width = 1, Widths = [32, 64], Latent = 16 }, Schedule = new CosineRate() };

    // Fewer steps than these leave a network of this size at the mean image.
    private const long FewestSteps = 1500;

    private static readonly SettingOption configFile = new("config", "Start from the config.json of another run.", "FILE.json", "", [], _ => { });

    public override IEnumerable<SettingOption> Options => [.. base.Options.Select(o => o.Name == "epochs" ? o with { Default = $"{standard.Epochs}, or as many as have {FewestSteps} steps" } : o), configFile];

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz train vae --data photos/ --out runs/photos",
        "ansatz train vae --data mnist --network dense --widths 200,200 --activation tanh --latent 50 --likelihood bernoulli --binarize resampled --samples 5 --batch 100 --learning-rate 0.003 --warm-up 1 --epochs 150 --nll-samples 5000",
    ];

    protected override string TitleOf(AutoencoderConfig config) => $"An autoencoder of {Path.GetFileName(config.Source.Data.TrimEnd(Path.DirectorySeparatorChar))}";

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var file = given.GetValueOrDefault(configFile.Name);
        var isNew = earlier is null && file is null;
        var start = earlier ?? (file is not null ? Named(file) : standard);
        if (!given.TryGetValue("from", out var run))
        {
            var (fitted, images) = Fit(start, given, console, isNew);
            return (isNew && !given.ContainsKey("epochs") ? fitted with { Epochs = EpochsFor(fitted, images.Training.Count) } : fitted, images);
        }
        var weights = StartingWeights.Of(studyOf(run), run, console);
        var (config, data) = Fit(start with { Design = weights.Design }, given, console, isNew);
        weights.Require(config.Design);
        return (config with { From = weights.Run, FromSha256 = weights.Sha256 }, data);
    }

    private static long EpochsFor(AutoencoderConfig config, int images) => Math.Max(config.Epochs, FewestSteps / Math.Max(1, images / config.BatchSize));

    // A fault in the file is wrong usage: the file was named on the command line.
    private AutoencoderConfig Named(string file)
    {
        try
        {
            return Settings.ReadFile(file);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--config {(e.Message.StartsWith(file, StringComparison.Ordinal) ? "" : $"{file}: ")}{e.Message}");
        }
    }
}
