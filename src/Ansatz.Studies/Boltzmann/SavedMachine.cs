namespace Ansatz.Studies.Boltzmann;

/// <summary>A study that leaves a Boltzmann machine of images, for the commands on it.</summary>
internal interface IMachineStudy
{
    /// <summary>Opens a finished run.</summary>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">The run is not finished.</exception>
    SavedMachine Open(string folder, string? cache, IConsole console);
}

/// <summary>A finished run of a Boltzmann machine of images, with what the commands on it need.</summary>
/// <param name="Machine">With its weights.</param>
/// <param name="Likelihood">What the run measured: log Z, and the likelihood of its test images.</param>
/// <param name="Example">The shape of an image: height, width, channels.</param>
/// <param name="OwnImages">Reads the run's test images, gray or not.</param>
/// <param name="Settings">Name and value of each setting.</param>
internal sealed record SavedMachine(string Folder, RbmConfig Config, RestrictedBoltzmannMachine Machine, RbmMetrics Likelihood, Shape Example, Func<Dataset> OwnImages, IReadOnlyList<(string Name, string Value)> Settings)
{
    /// <summary>Opens a folder whose configuration is read.</summary>
    /// <exception cref="InvalidDataException">A file is missing or damaged.</exception>
    public static SavedMachine Open(string folder, RbmConfig config, IReadOnlyList<(string Name, string Value)> settings, Func<Dataset> ownImages)
    {
        var metrics = Metrics(RunFiles.Require(folder, RunFiles.Metrics));
        var machine = new RestrictedBoltzmannMachine(metrics.Visible, (int)config.Hidden);
        ModelFile.LoadInto(machine, RunFiles.Require(folder, RunFiles.Weights));
        // Earlier versions did not write the shape.
        Shape example = config.Height > 0 ? [config.Height, config.Width, config.Channels] : ownImages().ExampleShape;
        return new SavedMachine(folder, config, machine, metrics, example, ownImages, settings);
    }

    /// <summary>Whether log Z is summed over all states.</summary>
    public bool IsExact => Likelihood.Annealing is null;

    /// <summary>The run's test images, or those at another place, in black and white.</summary>
    /// <param name="source">Where other images come from, or null.</param>
    /// <param name="cache">Where public data sets are kept; null for the usual place.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">They are of another size.</exception>
    public (Dataset Images, BinaryDigits Bits) Images(ImageSource? source, string? cache, IConsole console)
    {
        var images = source is null ? OwnImages() : AutoencoderData.LoadToEvaluate(source, cache, console).Images;
        return images.ExampleShape == Example ? (images, RbmRun.Bits(images, Config, "test")) : throw new InvalidDataException($"{source?.Data ?? Config.Data}: images of shape {images.ExampleShape}; expected {Example}, that of the run's images");
    }

    private static RbmMetrics Metrics(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), RbmJson.Default.RbmMetrics) ?? throw new JsonException("found null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {ExceptionText.WithoutParameter(e).TrimEnd('.')}; expected what a run of a Boltzmann machine writes", e);
        }
    }
}
