namespace Ansatz.Studies.Digits;

/// <summary>The settings of an autoencoder of images, one row each: option, help, key in <c>config.json</c>, range, and how it is read and put.</summary>
internal static class AutoencoderSettings
{
    private const long Many = 1_000_000;

    /// <summary>A corruption, or none.</summary>
    public static ValueKind<Corruption?> Noise { get; } =
        new OptionalKind<Corruption, Corruption>(new ChoiceKind<Corruption>(SettingsJson.Default.Corruption, ("gaussian", "SIGMA"), ("salt-and-pepper", "SHARE"), ("masking", "SHARE")));

    public static SettingTable<AutoencoderConfig> Table { get; } = new(new AutoencoderConfig(),
        Row("data", "A folder of PNG, JPEG or IDX files, an .npz, .npy or IDX file, or the name of a public data set.", "data", new TextKind("PATH|NAME"), c => c.Source.Data, (c, v) => c with { Source = c.Source with { Data = v } }),
        Row("array", "The array of images in an .npz file.", "array", new OptionalKind<string, string>(new TextKind("NAME")), c => c.Source.Array, (c, v) => c with { Source = c.Source with { Array = v } }, "found by its name"),
        Row("channels", "Where arrays have their channels.", "channels", ImageSource.Orders, c => c.Source.Channels, (c, v) => c with { Source = c.Source with { Channels = v } }),
        Setting.Recipe<AutoencoderConfig>(c => c.Recipe, (c, v) => c with { Recipe = v }),
        Row("network", "Convolutions (mirror: PyTorch's padding) or dense layers.", "design.network", new ChoiceKind<ImageNetwork>(AutoencoderDesignJson.Default.ImageNetwork), c => c.Design.Network, (c, v) => OfDesign(c, c.Design with { Network = v })),
        Row("widths", "The encoder's hidden layers; the decoder has them in reverse.", "design.widths", new WholeListKind(1, 65_536, 8), c => c.Design.Widths, (c, v) => OfDesign(c, c.Design with { Widths = v })),
        Words("activation", "What hidden layers apply:", "design.activation", new ChoiceKind<Activation>(AutoencoderDesignJson.Default.Activation), c => c.Design.Activation, (c, v) => OfDesign(c, c.Design with { Activation = v })),
        Row("start", "Whose first weights.", "design.start", new ChoiceKind<FirstWeights>(AutoencoderDesignJson.Default.FirstWeights), c => c.Design.Start, (c, v) => OfDesign(c, c.Design with { Start = v })),
        Row("optimizer", "Whose Adam.", "optimizer", DigitsKinds.Adam, c => c.Optimizer, (c, v) => c with { Optimizer = v }),
        Row("epochs", "Passes over the training images.", "epochs", new WholeKind(1, 100_000), c => c.Epochs, (c, v) => c with { Epochs = v }),
        Row("images", "Train on the first N images, judge on a sixth as many.", "images", new ZeroKind("all", 100 * Many), c => c.Images, (c, v) => c with { Images = v }),
        Row("batch", "Images per step.", "batchSize", new WholeKind(1, 65_536), c => c.BatchSize, (c, v) => c with { BatchSize = v }, "128, or an eighth of the images if that is less"),
        Row("learning-rate", "Adam's, at its highest.", "learningRate", new RealKind(1e-9, 1), c => c.LearningRate, (c, v) => c with { LearningRate = v }),
        Row("schedule", "How the learning rate changes.", "schedule", DigitsKinds.RateShape, c => c.Schedule, (c, v) => c with { Schedule = v }),
        Row("warm-up", "Epochs in which the learning rate first rises from 0.", "warmUp", new RealKind(0, Many), c => c.WarmUp, (c, v) => c with { WarmUp = v }),
        Row("clip-norm", "Shrink a step's gradients whose norm, over all weights together, is larger.", "clipNorm", new OptionalKind<double, double?>(new RealKind(1e-9, 1e9)), c => c.ClipNorm, (c, v) => c with { ClipNorm = v }),
        Row("latent", "Latent dimensions.", "design.latent", new WholeKind(1, 4096), c => c.Design.Latent, (c, v) => OfDesign(c, c.Design with { Latent = (int)v })),
        Words("likelihood", "How pixels are scored:", "design.likelihood", new ChoiceKind<Likelihood>(AutoencoderDesignJson.Default.Likelihood), c => c.Design.Likelihood, (c, v) => OfDesign(c, c.Design with { Likelihood = v })),
        Words("posterior", "The family of q(z|x):", "design.posterior", new ChoiceKind<Posterior>(AutoencoderDesignJson.Default.Posterior), c => c.Design.Posterior, (c, v) => OfDesign(c, c.Design with { Posterior = v })),
        PriorSettings.Prior<AutoencoderConfig>("design.prior", c => c.Design.Prior, (c, v) => OfDesign(c, c.Design with { Prior = v })),
        PriorSettings.Fit<AutoencoderConfig>(c => c.PriorFit, (c, v) => c with { PriorFit = v }),
        Row("condition", "Give encoder and decoder the label.", "design.classCount", new ConditionKind(), c => c.Design.ClassCount, (c, v) => OfDesign(c, c.Design with { ClassCount = v })),
        Row("beta", "The weight of the KL divergence.", "design.beta", new RealKind(0, Many), c => c.Design.Beta, (c, v) => OfDesign(c, c.Design with { Beta = v })),
        Row("anneal", "Epochs in which that weight rises from 0.", "anneal", new RealKind(0, Many), c => c.Anneal, (c, v) => c with { Anneal = v }),
        Row("free-bits", "Nats per latent dimension that cost nothing.", "freeBits", new RealKind(0, 1000), c => c.FreeBits, (c, v) => c with { FreeBits = v }),
        Row("samples", "Train the importance-weighted bound of N draws.", "samples", new ZeroKind("none", 1000), c => c.Design.Samples, (c, v) => OfDesign(c, c.Design with { Samples = (int)v }), "none, the evidence lower bound"),
        Row("dropout", "The share of hidden elements left out in training.", "design.dropout", new RealKind(0, 0.99), c => c.Design.Dropout, (c, v) => OfDesign(c, c.Design with { Dropout = v })),
        Row("noise", "Corrupt the images that the encoder sees: gaussian:SIGMA, salt-and-pepper:SHARE or masking:SHARE.", "noise", Noise, c => c.Noise, (c, v) => c with { Noise = v }),
        Words("binarize", "Make pixels black or white, drawn once or at every pass:", "binarize", DigitsKinds.Binarization, c => c.Binarize, (c, v) => c with { Binarize = v }),
        Row("leave-out", "Train without this class; is it an anomaly to the model?", "leaveOut", new OptionalKind<long, long?>(new WholeKind(0, 65_535)), c => c.LeaveOut, (c, v) => c with { LeaveOut = v }),
        Row("nll-samples", "Draws per image for the test log-likelihood.", "nllSamples", new WholeKind(0, Many), c => c.LikelihoodSamples, (c, v) => c with { LikelihoodSamples = v }, isRemark: true),
        Row("from", "Start from the weights of another run, with its network.", "from", new OptionalKind<string, string>(new TextKind("RUN")), c => c.From, (c, v) => c with { From = v }),
        Setting.File<AutoencoderConfig, string?>("fromSha256", new OptionalKind<string, string>(new TextKind("SHA-256")), c => c.FromSha256, (c, v) => c with { FromSha256 = v }),
        Setting.File<AutoencoderConfig, long>("design.height", new WholeKind(1, 65_536), c => c.Design.Height, (c, v) => OfDesign(c, c.Design with { Height = (int)v })),
        Setting.File<AutoencoderConfig, long>("design.width", new WholeKind(1, 65_536), c => c.Design.Width, (c, v) => OfDesign(c, c.Design with { Width = (int)v })),
        Setting.File<AutoencoderConfig, long>("design.channels", new WholeKind(1, 65_536), c => c.Design.Channels, (c, v) => OfDesign(c, c.Design with { Channels = (int)v })),
        Setting.File<AutoencoderConfig, IReadOnlyList<string>?>("design.classNames", new NamesKind(), c => c.Design.ClassNames, (c, v) => OfDesign(c, c.Design with { ClassNames = v })));

    private static AutoencoderConfig OfDesign(AutoencoderConfig config, AutoencoderDesign design) => config with { Design = design };

    private static Setting<AutoencoderConfig, T> Row<T>(
        string name, string help, string key, ValueKind<T> kind, Func<AutoencoderConfig, T> get, Func<AutoencoderConfig, T, AutoencoderConfig> set, string? standard = null, bool isRemark = false) =>
        new(name, help, key, kind, get, set) { Default = standard, IsRemark = isRemark };

    /// <summary>A row whose words are many, so that the help names them in its sentence.</summary>
    private static Setting<AutoencoderConfig, T> Words<T>(
        string name, string help, string key, ValueKind<T> kind, Func<AutoencoderConfig, T> get, Func<AutoencoderConfig, T, AutoencoderConfig> set) =>
        new(name, help, key, kind, get, set) { NamesWords = true };
}

/// <summary>The number of classes that a conditional model knows. Users say whether there is one; the data says how many.</summary>
internal sealed class ConditionKind : ValueKind<int>
{
    /// <summary>As many classes as the data has.</summary>
    public const int OfData = -1;

    private const string Label = "label", None = "none";
    private const int MostClasses = 65_536;
    private readonly WholeKind count = new(0, MostClasses);

    public override string Form => $"{Label}|{None}";
    public override IReadOnlyList<string> Words => [Label, None];

    public override int Parse(string text) => text switch
    {
        Label => OfData,
        None => 0,
        _ => throw Wrong($"'{text}'", $"{Label} or {None}{Spelling.Suggestion(text, Words)}"),
    };

    public override string Show(int value) => value == 0 ? None : Label;
    public override JsonNode? Write(int value) => value;
    public override int Read(JsonElement element) => (int)count.Read(element);
}
