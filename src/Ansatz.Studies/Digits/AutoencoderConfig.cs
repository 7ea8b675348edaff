using Ansatz.Pictures;

namespace Ansatz.Studies.Digits;

/// <summary>The <c>config.json</c> of an autoencoder of images: everything its weights depend on. <see cref="AutoencoderSettings"/> has a row for each.</summary>
internal sealed record AutoencoderConfig : StudyConfig
{
    /// <summary>Where the images come from.</summary>
    public ImageSource Source { get; init; } = new("");

    /// <summary>How many training images to take, from the first on; 0 takes all. A sixth as many test images are taken.</summary>
    public long Images { get; init; }

    /// <summary>Which defaults stand for the options that are not given.</summary>
    public Recipe Recipe { get; init; }

    public AutoencoderDesign Design { get; init; } = new() { Height = 1, Width = 1 };
    public long Epochs { get; init; } = 20;
    public long BatchSize { get; init; } = 128;
    public AdamVariant Optimizer { get; init; } = new KerasAdam();

    /// <summary>The highest learning rate.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the learning rate changes after its warm-up.</summary>
    public RateShape Schedule { get; init; } = new ConstantRate();

    /// <summary>Epochs in which the learning rate first rises from 0.</summary>
    public double WarmUp { get; init; }

    /// <summary>The largest norm of a step's gradient, taken over all weights; null does not limit it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>Epochs in which the weight of the divergence rises from 0.</summary>
    public double Anneal { get; init; }

    /// <summary>Free bits: nats of divergence per latent dimension that the objective does not penalize.</summary>
    public double FreeBits { get; init; }

    /// <summary>When a prior that is not the standard normal learns.</summary>
    public PriorFitting PriorFit { get; init; }

    public Binarization Binarize { get; init; } = new GrayPixels();

    /// <summary>How the encoder's images are corrupted; null leaves them alone.</summary>
    public Corruption? Noise { get; init; }

    /// <summary>The class that training does not see, or null.</summary>
    public long? LeaveOut { get; init; }

    /// <summary>The folder of the run whose weights are the first ones; null draws them.</summary>
    public string? From { get; init; }

    /// <summary>The fingerprint of those weights, so that a change of that run is noticed.</summary>
    public string? FromSha256 { get; init; }

    /// <summary>Draws per image for the test log-likelihood; 0 leaves it out.</summary>
    public long LikelihoodSamples { get; init; }
}

/// <summary>Where arrays have their channels.</summary>
internal enum ChannelOrder
{
    /// <summary>[count, height, width, channels].</summary>
    Last,

    /// <summary>[count, channels, height, width].</summary>
    First,
}

/// <summary>Where images come from, and how they are read.</summary>
/// <param name="Data">The name of a public data set, or the path of a folder or file.</param>
/// <param name="Array">The array of an archive that holds the images; null finds it by its name.</param>
/// <param name="Channels">Where arrays have their channels.</param>
internal sealed record ImageSource(string Data, string? Array = null, ChannelOrder Channels = ChannelOrder.Last)
{
    private static readonly PictureReader pictures = new(new Jpeg());

    public static ValueKind<ChannelOrder> Orders { get; } = new WordsKind<ChannelOrder>(null, ("last", ChannelOrder.Last), ("first", ChannelOrder.First));

    /// <summary>The same with a full path, which is valid in every working directory.</summary>
    public ImageSource Resolved() => KnownDatasets.Find(Data) is null ? this with { Data = Path.GetFullPath(Data) } : this;

    /// <summary>Reads images that are no public data set.</summary>
    /// <param name="note">Receives a line about files that are skipped.</param>
    public (Dataset Training, Dataset? Test) Read(Action<string> note) =>
        ImageData.Read(Data, new ImageReading { Pictures = pictures, Array = Array, AreChannelsFirst = Channels == ChannelOrder.First, Note = note });
}
