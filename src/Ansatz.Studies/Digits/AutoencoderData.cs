namespace Ansatz.Studies.Digits;

/// <summary>The images of a configuration, as an autoencoder is given them.</summary>
internal sealed class AutoencoderData
{
    /// <summary>Where a source has no test set of its own, the share of its images that train; two at least judge.</summary>
    private const double TrainingShare = 0.9;

    private const int LeastTest = 2;

    /// <summary>How many training images there are for each test image where a part is asked for.</summary>
    private const int TrainingPerTest = 6;

    private readonly Dataset training, test;

    private AutoencoderData(Dataset training, Dataset test, IReadOnlyList<string> classNames) =>
        (this.training, this.test, ClassNames, Training, Test, Scored) = (training, test, classNames, training, test, test);

    /// <summary>The images that train.</summary>
    public Dataset Training { get; private init; }

    /// <summary>The images that judge, of the classes that train.</summary>
    public Dataset Test { get; private init; }

    /// <summary>The images that judge, of all classes.</summary>
    public Dataset Scored { get; private init; }

    /// <summary>What the labels mean; their numbers where nobody says.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Reads the images as they are.</summary>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is fetched, and what is passed over.</param>
    public static AutoencoderData Load(ImageSource source, string? cache, IConsole console)
    {
        var (images, own, names) = Read(source, cache, console);
        if (own is not null) return new AutoencoderData(images, own, names);
        if (images.Count < 2 * LeastTest) throw new InvalidDataException($"{source.Data}: {Words.Of(images.Count, "image")}; expected {2 * LeastTest} or more, a tenth of which judge, {LeastTest} at least");
        var order = new Rng(0).Fork("split").Permutation(images.Count);
        var count = Math.Min((int)(TrainingShare * images.Count), images.Count - LeastTest);
        return new AutoencoderData(images.Pick(order.AsSpan(0, count)), images.Pick(order.AsSpan(count)), names);
    }

    /// <summary>Reads images to judge a trained model by: the source's test set, or all its images where it has none.</summary>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is fetched, and what is passed over.</param>
    public static (Dataset Images, IReadOnlyList<string> ClassNames) LoadToEvaluate(ImageSource source, string? cache, IConsole console)
    {
        var (images, own, names) = Read(source, cache, console);
        return (own ?? images, names);
    }

    private static (Dataset Images, Dataset? Test, IReadOnlyList<string> ClassNames) Read(ImageSource source, string? cache, IConsole console)
    {
        if (source.Data.Length == 0) throw new InvalidDataException("the run's config.json names no images; expected --data with a folder of images, an .npz or .npy file, or the name of a public data set");
        if (KnownDatasets.Find(source.Data) is { } known)
        {
            var (training, test) = DatasetCache.At(cache).Load(known, console.Note, console.Cancellation);
            return (training.WithClassNames(known.ClassNames), test.WithClassNames(known.ClassNames), known.ClassNames);
        }
        var (images, own) = source.Read(console.Note);
        return (images, own, images.ClassNames ?? [.. Enumerable.Range(0, images.ClassCount).Select(c => $"{c}")]);
    }

    /// <summary>As many of them as the configuration takes, in black and white if it says so, without the class it leaves out.</summary>
    public AutoencoderData For(AutoencoderConfig config)
    {
        Dataset some = First(training, config.Images), judging = First(test, (config.Images + TrainingPerTest - 1) / TrainingPerTest);
        var evaluated = Evaluated(judging, config);
        return new AutoencoderData(training, test, ClassNames)
        {
            Training = config.Binarize.Training(Without(some, config.LeaveOut), Stream(config, "training")),
            Test = Without(evaluated, config.LeaveOut),
            Scored = evaluated,
        };
    }

    /// <summary>Images that judge, in black and white if the configuration's are.</summary>
    public static Dataset Evaluated(Dataset images, AutoencoderConfig config) => config.Binarize.Evaluated(images, Stream(config, "test"));

    private static Rng Stream(AutoencoderConfig config, string part) => new Rng((ulong)config.Seed).Fork("binarize").Fork(part);
    private static Dataset First(Dataset images, long count) => count == 0 || count >= images.Count ? images : images.Slice(0, (int)count);

    /// <summary>The images of all classes but one.</summary>
    public static Dataset Without(Dataset images, long? label) =>
        label is null ? images : images.Pick([.. Enumerable.Range(0, images.Count).Where(i => images.Label(i) != label)]);
}
