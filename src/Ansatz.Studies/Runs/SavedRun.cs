using System.Text.Json;
using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Studies.Datasets;
using Ansatz.Studies.Digits;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Studies.Runs;

/// <summary>A finished run of an autoencoder of images, with what the commands on it need.</summary>
internal sealed class SavedRun
{
    private readonly Func<(Dataset Images, IReadOnlyList<string> ClassNames)> own;

    private SavedRun(string folder, string study, VariationalAutoencoder model, AutoencoderConfig? config, long seed, Shape example, Func<(Dataset, IReadOnlyList<string>)> own) =>
        (Folder, Study, Model, Config, ValidationStream, Example, this.own) = (folder, study, model, config, Trainer.ValidationStream(new Rng((ulong)seed).Fork("training")), example, own);

    public string Folder { get; }

    public string Study { get; }

    public VariationalAutoencoder Model { get; }

    /// <summary>What was run; null for a study of contours.</summary>
    public AutoencoderConfig? Config { get; }

    /// <summary>The stream of the run's own validation, which repeats its numbers.</summary>
    public Rng ValidationStream { get; }

    /// <summary>The shape of one image.</summary>
    public Shape Example { get; }

    public Likelihood Score => Config?.Design.Likelihood ?? Likelihood.CrossEntropy;

    /// <summary>Classes that the model is told; 0 where it is told nothing.</summary>
    public int ClassCount => Config?.Design.ClassCount ?? 0;

    public DecodedImages Decoded => new(Model, ClassCount);

    /// <summary>The model on what it sees of images: damaged or made black and white as in its training.</summary>
    public ITrainable Trained => Config?.Trained(Model) ?? Model;

    /// <summary>The images that judged the run, those it left out included; or the images at another place, in black and white if the run's are.</summary>
    /// <remarks>Labels count the classes of the run: where both have class names, they are matched by name.</remarks>
    /// <param name="source">Where other images come from, or null.</param>
    /// <exception cref="InvalidDataException">They are of another size, or have no labels that a conditional model needs.</exception>
    public (Dataset Images, IReadOnlyList<string> ClassNames) Images(ImageSource? source, DatasetCache cache, Action<string> note, CancellationToken cancellation)
    {
        var (images, names) = source is null ? own() : AutoencoderData.LoadToJudge(source, cache, note, cancellation);
        var place = source?.Data ?? Config?.Data ?? Folder;
        if (images.ExampleShape != Example) throw new InvalidDataException($"{place}: images of shape {images.ExampleShape}; expected {Example}, that of the run's images");
        images = Matched(images, place);
        if (ClassCount > 0 && images.ClassCount is var found && (found == 0 || found > ClassCount))
            throw new InvalidDataException($"{place}: {(found == 0 ? "no labels" : $"labels up to {found - 1}")}; expected classes 0 to {ClassCount - 1}, which the model is told");
        return (source is null || Config is null ? images : AutoencoderData.ToJudge(images, Config), names);
    }

    // A conditional model knows its own classes only; for another model further classes come after its own.
    private Dataset Matched(Dataset images, string place)
    {
        if (Model.ClassNames is not { } known || images.ClassNames is not { } own) return images;
        string[] unknown = [.. own.Where((name, label) => !known.Contains(name) && images.Labels()!.Contains(label))];
        if (ClassCount > 0 && unknown.Length > 0) throw new InvalidDataException($"{place}: found the class {unknown[0]}; expected the classes that the model is told: {string.Join(", ", known)}");
        return images.MatchClasses([.. known, .. unknown]);
    }

    /// <exception cref="InvalidDataException">The folder holds no finished run of an autoencoder.</exception>
    public static SavedRun Open(string folder, DatasetCache cache, Action<string> note, CancellationToken cancellation)
    {
        string config = Path.Combine(folder, OutputFolder.ConfigFile), weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(config)) throw new InvalidDataException($"{folder}: no {OutputFolder.ConfigFile} in it; expected the folder of a run");
        var study = StudyOf(config);
        if (study is "two-gaussians" or "rbm" or "mnist-strangers") throw new InvalidDataException($"{folder}: a run of {study}; expected one that leaves an autoencoder");
        if (!File.Exists(weights)) throw new InvalidDataException($"{folder}: no model.safetensors in it; the run is not finished, --resume continues it");
        if (study == "contours")
        {
            ContourNetworks.Register();
            var contours = RunFiles.ReadJson(config, ResultJson.Default.ContoursConfig);
            return new SavedRun(folder, study, ModelFile.Load<VariationalAutoencoder>(weights), null, contours.Seed, [FlowContours.Size, FlowContours.Size, 3],
                () => (new ContoursData(new Rng((ulong)contours.Seed), (int)contours.Images).Validation, []));
        }
        var images = RunFiles.ReadJson(config, AutoencoderJson.Default.AutoencoderConfig);
        return new SavedRun(folder, study, ModelFile.Load<VariationalAutoencoder>(weights), images, images.Seed, images.Design.Example, () =>
        {
            var data = AutoencoderData.Load(new ImageSource(images.Data, images.Array, images.Channels), cache, note, cancellation);
            return (data.For(images).Scored, data.ClassNames);
        });
    }

    private static string StudyOf(string config)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.GetProperty("study").GetString() ?? "";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{config}: {ExceptionText.WithoutParameter(e)}; expected what a study wrote there", e);
        }
    }
}
