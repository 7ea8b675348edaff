namespace Ansatz.Studies.Digits;

/// <summary>A study that leaves an autoencoder of images, for the commands on it.</summary>
internal interface IAutoencoderStudy
{
    /// <summary>Opens a finished run.</summary>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">The run is not finished.</exception>
    SavedRun Open(string folder, string? cache, IConsole console);

    /// <summary>The model that a configuration describes, without weights, and the text of the configuration as a run holds it.</summary>
    /// <param name="configFile">A <c>config.json</c>, which need not lie in a run.</param>
    /// <exception cref="InvalidDataException">The file holds something else, or describes no network that can be built.</exception>
    (VariationalAutoencoder Model, string Config) Described(string configFile);
}

/// <summary>A finished run of an autoencoder of images, with what the commands on it need.</summary>
/// <param name="model">With its weights.</param>
/// <param name="likelihood">How images are scored.</param>
internal sealed class SavedRun(string folder, string study, VariationalAutoencoder model, Shape example, Likelihood likelihood, long seed, IReadOnlyList<(string Name, string Value)> settings)
{
    public string Folder => folder;
    public string Study => study;
    public VariationalAutoencoder Model => model;
    public Shape Example => example;
    public Likelihood Likelihood => likelihood;

    /// <summary>Name and value of each setting.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings => settings;

    /// <summary>What was run; null for a study of contours.</summary>
    public AutoencoderConfig? Config { get; init; }

    /// <summary>The images that judged the run, those it left out included, and the names of their classes.</summary>
    public required Func<(Dataset Images, IReadOnlyList<string> ClassNames)> OwnImages { get; init; }

    /// <summary>What is known of the run's own images beside their classes, in the same order.</summary>
    public Func<IReadOnlyList<ImageFactor>> OwnFactors { get; init; } = () => [];

    /// <summary>Those whose numbers the run reports: without a class that it left out.</summary>
    public Dataset Reported(Dataset ownImages) => Config?.LeaveOut is { } left ? AutoencoderData.Without(ownImages, left) : ownImages;

    /// <summary>The stream of the run's own validation, which repeats its numbers.</summary>
    public Rng ValidationStream { get; } = Trainer.ValidationStream(new Rng((ulong)seed).Fork("training"));

    /// <summary>Classes that a conditional model knows; 0 for another.</summary>
    public int ClassCount => Config?.Design.ClassCount ?? 0;

    public DecodedImages Decoded => new(model);

    /// <summary>The model as it was trained: on corrupted images, or on black and white ones.</summary>
    public ITrainable Trained => Config?.Trained(model) ?? model;

    /// <summary>The run's own images, or the images at another place, in black and white if the run's are.</summary>
    /// <remarks>Labels count the classes of the run: where both have class names, they are matched by name.</remarks>
    /// <param name="source">Where other images come from, or null.</param>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">They are of another size, or have no labels that a conditional model needs.</exception>
    public (Dataset Images, IReadOnlyList<string> ClassNames) Images(ImageSource? source, string? cache, IConsole console)
    {
        var (images, names) = source is null ? OwnImages() : AutoencoderData.LoadToEvaluate(source, cache, console);
        var place = source?.Data ?? Config?.Source.Data ?? folder;
        if (images.ExampleShape != example) throw new InvalidDataException($"{place}: images of shape {images.ExampleShape}; expected {example}, that of the run's images");
        images = Matched(images, place);
        if (ClassCount > 0 && images.ClassCount is var found && (found == 0 || found > ClassCount))
            throw new InvalidDataException($"{place}: {(found == 0 ? "no labels" : $"labels up to {found - 1}")}; expected classes 0 to {ClassCount - 1}, which the model knows");
        return (source is null || Config is null ? images : AutoencoderData.Evaluated(images, Config), names);
    }

    // A conditional model knows its own classes only; for another model further classes come after its own.
    private Dataset Matched(Dataset images, string place)
    {
        if (model.ClassNames is not { } known || images.ClassNames is not { } own) return images;
        string[] unknown = [.. own.Where((name, label) => !known.Contains(name) && images.Labels()!.Contains(label))];
        if (ClassCount > 0 && unknown.Length > 0) throw new InvalidDataException($"{place}: found the class {unknown[0]}; expected the classes that the model knows: {string.Join(", ", known)}");
        return images.MatchClasses([.. known, .. unknown]);
    }
}

/// <summary>A number that belongs to each of some images.</summary>
/// <param name="IsAngle">Whether it is an angle in radians, from 0 to 2π.</param>
internal sealed record ImageFactor(string Name, IReadOnlyList<float> Values, bool IsAngle);
