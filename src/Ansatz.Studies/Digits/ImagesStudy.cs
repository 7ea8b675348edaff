namespace Ansatz.Studies.Digits;

/// <summary><c>train vae</c>: an autoencoder of anyone's images, with any of the techniques.</summary>
/// <param name="studyOf">The study that wrote a folder, for the run whose weights are the first ones.</param>
internal sealed class ImagesStudy(Func<string, Study> studyOf) : AutoencoderStudy("vae", standard, ["recipe"], "train")
{
    private static readonly AutoencoderConfig standard = new() { Design = new() { Height = 1, Width = 1, Widths = [32, 64], Latent = 16 }, Schedule = new CosineRate() };
    private static readonly SettingOption configFile = new("config", "Start from the config.json of another run.", "FILE.json", "", [], _ => { });

    public override IEnumerable<SettingOption> Options => [.. base.Options, configFile];

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz train vae --data photos/ --out runs/photos",
        "ansatz train vae --data mnist --network dense --widths 200,200 --activation tanh --latent 50 --likelihood bernoulli --binarize resampled --samples 5 --batch 100 --learning-rate 0.003 --warm-up 1 --epochs 150 --nll-samples 5000",
    ];

    protected override string TitleOf(AutoencoderConfig config) => $"An autoencoder of {Path.GetFileName(config.Source.Data.TrimEnd(Path.DirectorySeparatorChar))}";

    protected override (AutoencoderConfig, AutoencoderData) Resolve(IReadOnlyDictionary<string, string> given, AutoencoderConfig? earlier, IConsole console)
    {
        var start = earlier ?? (given.TryGetValue(configFile.Name, out var file) ? Named(file) : standard);
        if (!given.TryGetValue("from", out var run)) return Fit(start, given, console);
        var weights = StartingWeights.Of(studyOf(run), run, console);
        var (config, data) = Fit(start with { Design = weights.Design }, given, console);
        weights.Require(config.Design);
        return (config with { From = weights.Run, FromSha256 = weights.Sha256 }, data);
    }

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
