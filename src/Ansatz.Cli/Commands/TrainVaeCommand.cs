using System.CommandLine;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz train vae</c>: an autoencoder of anyone's images, with any of the techniques.</summary>
internal sealed class TrainVaeCommand : StudyCommand<AutoencoderConfig, AutoencoderOutcome>
{
    private const int MostLayers = 8;

    private static readonly AutoencoderConfig standard = new()
    {
        Study = "train vae",
        Data = "",
        Recipe = "default",
        Design = new AutoencoderDesign { Height = 1, Width = 1, Widths = [32, 64], Latent = 16 },
        Epochs = 20,
        Schedule = "cosine",
        Ansatz = Product.Version,
    };

    private readonly Option<string?> source = new("--data") { Description = "A folder of PNG, JPEG or IDX files, an .npz file, or the name of a public data set.", HelpName = "PATH|NAME" };
    private readonly Option<string?> configFile = new("--config") { Description = "Start from the config.json of another run.", HelpName = "FILE.json" };
    private readonly Option<string?> from = new("--from") { Description = "Start from the weights of another run, with its network.", HelpName = "RUN" };
    private readonly Option<string?> cache = CacheOption.Create();
    private readonly Option<string?> network = ChoiceOption.Optional("--network", "Convolutions (mirror: PyTorch's padding) or dense layers.", "conv", "conv-mirror", "dense").Showing(standard.Design.Network);
    private readonly Option<int[]?> widths = NumberOption.List("--widths", "The encoder's hidden layers; the decoder has them in reverse.", 1, 65_536, MostLayers).Showing(string.Join(',', standard.Design.Widths));
    private readonly Option<string?> activation = ChoiceOption.Named("--activation", "KIND", "What hidden layers apply:", "relu", "leaky-relu", "tanh", "silu", "softplus").Showing(standard.Design.Activation);
    private readonly Option<string?> start = ChoiceOption.Optional("--start", "Whose first weights.", "keras", "pytorch", "tiling").Showing(standard.Design.Start);
    private readonly Option<string?> optimizer = ChoiceOption.Optional("--optimizer", "Whose Adam.", "adam-keras", "adam-pytorch").Showing(standard.Optimizer);
    private readonly ArrayOptions arrays = new();
    private readonly AutoencoderOptions techniques = new(standard);
    private (AutoencoderData Data, long LikelihoodSamples) given;

    public TrainVaeCommand(string name, string description) : base(name, description, AutoencoderJson.Default.AutoencoderConfig, "train") =>
        TakeOwn([source, .. arrays.All, configFile, from, cache, network, widths, activation, start, optimizer, .. techniques.All]);

    public override IReadOnlyList<string> Examples =>
    [
        "ansatz train vae --data photos/ --out runs/photos",
        "ansatz train vae --data mnist --network dense --widths 200,200 --activation tanh --latent 50 --likelihood bernoulli --binarize resampled --samples 5 --batch 100 --learning-rate 0.003 --warm-up 1 --epochs 150 --nll-samples 5000",
    ];

    protected override AutoencoderConfig Resolve(Call call, AutoencoderConfig? earlier)
    {
        var basis = earlier ?? (call.Value(configFile) is { } file ? RunFiles.ReadJson(file, AutoencoderJson.Default.AutoencoderConfig) with { Study = standard.Study, Ansatz = Product.Version } : standard);
        if (call.Value(source) is null && basis.Data.Length == 0) throw new UsageException("train vae: --data is missing; expected a folder of images, an .npz file, or the name of a public data set");
        var weights = call.Value(from) is { } run ? StartingWeights.Of(run, call.Cancellation) : null;
        if (weights is not null) basis = basis with { Design = weights.Design, From = weights.Run, FromSha256 = weights.Sha256 };
        basis = basis with
        {
            Optimizer = call.Value(optimizer) ?? basis.Optimizer,
            Design = basis.Design with
            {
                Network = call.Value(network) ?? basis.Design.Network,
                Widths = call.Value(widths) is { Length: > 0 } chosen ? chosen : basis.Design.Widths,
                Activation = call.Value(activation) ?? basis.Design.Activation,
                Start = call.Value(start) ?? basis.Design.Start,
            },
        };
        var (config, data) = AutoencoderSource.Resolve(call, techniques, basis, call.Value(source), arrays, call.Value(cache));
        weights?.Require(config.Design);
        given = (data, techniques.LikelihoodSamples(call));
        return config with { Seed = earlier is null && !call.IsGiven(Seed) && call.Value(configFile) is not null ? basis.Seed : Choose(call, Seed, earlier, c => c.Seed) };
    }

    protected override string? DataOf(AutoencoderConfig config) => config.Data;

    protected override AutoencoderOutcome Study(AutoencoderConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation) =>
        new AutoencoderStudy(folder, config, given.Data.For(config), given.LikelihoodSamples).Run(progress, cancellation);

    protected override void Tell(Call call, AutoencoderConfig config, AutoencoderOutcome outcome, string folder) =>
        AutoencoderTelling.Tell(call, config, outcome, folder, OriginOf(call, folder), $"An autoencoder of {Path.GetFileName(config.Data.TrimEnd(Path.DirectorySeparatorChar))}");
}
