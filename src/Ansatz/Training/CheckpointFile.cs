using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// The contents of a checkpoint file: every tensor of a training. The header holds the position of the training, its settings and the SHA-256 of the contents, so
/// that an incomplete file is refused.
/// </summary>
internal static class CheckpointFile
{
    private const string Format = "ansatz checkpoint 2", FormatKey = "format", PositionKey = "position", DigestKey = "sha256", SettingPrefix = "setting.", ModelPrefix = TrainingState.ModelPrefix, HistoryName = "history";

    /// <summary>The setting that says how many epochs a training has.</summary>
    public const string Epochs = "epochs";

    /// <summary>The settings that may follow from the number of epochs.</summary>
    private static readonly HashSet<string> ofEpochs = [Epochs, "learning rate", "early stopping"];

    /// <summary>The setting that says in how many shards a batch is divided.</summary>
    public const string Shards = "shards";

    /// <summary>What settings were when earlier versions did not write them.</summary>
    private static readonly Dictionary<string, string> earlier = new(StringComparer.Ordinal) { [Shards] = "1" };

    public static void Write(string path, TrainingState state, IReadOnlyDictionary<string, string> settings)
    {
        var file = new Safetensors();
        foreach (var (name, values) in state.Tensors()) file.Add(name, values.Shape, values.Memory);
        if (state.HistoryBits is { Length: > 0 } bits) file.Add(HistoryName, [bits.Length], bits);
        file.Metadata[FormatKey] = Format;
        file.Metadata[PositionKey] = state.Position.ToJson();
        foreach (var (name, value) in settings) file.Metadata[SettingPrefix + name] = value;
        Sign(file);
        file.Write(path);
    }

    /// <summary>Notes the digest of all that the file holds.</summary>
    internal static void Sign(Safetensors file) => file.Metadata[DigestKey] = Digest(file);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">It is not a checkpoint, or damaged.</exception>
    public static Safetensors Read(string path)
    {
        var file = Safetensors.Read(path);
        if (file.Metadata.GetValueOrDefault(FormatKey) != Format)
            throw new InvalidDataException($"{path}: its header does not say '{Format}'; it is not a checkpoint of this version.");
        if (file.Metadata.GetValueOrDefault(DigestKey) != Digest(file))
            throw new InvalidDataException($"{path}: its contents are not those that were written.");
        return file;
    }

    /// <summary>Brings a training to the state in the file. Nothing is changed unless everything fits.</summary>
    /// <param name="file">Read by <see cref="Read"/>.</param>
    /// <param name="path">The file's, for messages.</param>
    /// <param name="state">The training.</param>
    /// <param name="settings">What must be equal, by name.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="allowsMoreEpochs">Whether the file's training may have been shorter; then what follows from the number of epochs may differ too.</param>
    /// <exception cref="InvalidDataException">The file belongs to another model, or to other settings, or has contents that no training writes.</exception>
    public static void Restore(Safetensors file, string path, TrainingState state, IReadOnlyDictionary<string, string> settings, int stepsPerEpoch, bool allowsMoreEpochs)
    {
        var isLonger = allowsMoreEpochs && int.TryParse(file.Metadata.GetValueOrDefault(SettingPrefix + Epochs), NumberStyles.None, CultureInfo.InvariantCulture, out var before)
            && before < int.Parse(settings[Epochs], CultureInfo.InvariantCulture);
        foreach (var (name, value) in settings)
            if ((file.Metadata.GetValueOrDefault(SettingPrefix + name) ?? earlier.GetValueOrDefault(name)) is var found && found != value && !(isLonger && ofEpochs.Contains(name)))
                throw new InvalidDataException($"{path}: it was written with {name} '{found}', this training has '{value}'; continue with the same settings, or begin in another folder.");
        TrainingPosition position;
        IReadOnlyList<EpochRecord> history;
        try
        {
            position = TrainingPosition.FromJson(file.Metadata[PositionKey]);
            history = position.Check(stepsPerEpoch, file.Names.Contains(HistoryName) ? file[HistoryName].Values.Span : []);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: its header does not say where the training stood ({ExceptionText.WithoutParameter(e)}); delete the file to begin anew.", e);
        }
        RequireModel(file, path, state);
        // Version 0.1 kept no more than the model of a finished training.
        var isModelAlone = position.IsFinished && file.Names.Count(n => n != HistoryName) == state.Parameters.Count;
        if (isModelAlone && isLonger && state.LayoutAt(position).Count() > state.Parameters.Count)
            throw new InvalidDataException($"{path}: an earlier version finished this training and kept no more than its weights; start another training from those weights instead of continuing.");
        if (!isModelAlone) RequireAll(file, path, state.LayoutAt(position));
        state.MoveTo(position, history);
        state.IsModelAlone = isModelAlone && state.LayoutAt(position).Count() > state.Parameters.Count;
        foreach (var (name, values) in state.Tensors()) file[name].Values.Span.CopyTo(values.Span);
        if (isLonger && state.IsFinished) state.Reopen();
    }

    private static void RequireAll(Safetensors file, string path, IEnumerable<(string Name, Shape Shape)> layout)
    {
        foreach (var (name, shape) in layout)
        {
            var found = file.Names.Contains(name) ? $"{file[name].Shape}" : "nothing";
            if (found != $"{shape}") throw new InvalidDataException($"{path}: it holds {found} for {name}, this training needs {shape}; continue with the same settings, or begin in another folder.");
        }
    }

    private static void RequireModel(Safetensors file, string path, TrainingState state)
    {
        var count = file.Names.Count(n => n.StartsWith(ModelPrefix, StringComparison.Ordinal));
        if (count != state.Parameters.Count)
            throw new InvalidDataException($"{path}: it holds {count} parameters, the model has {state.Parameters.Count}; it belongs to another model, so begin in another folder.");
        foreach (var (own, p) in ParameterList.Named(state.Parameters))
        {
            var name = ModelPrefix + own;
            var found = file.Names.Contains(name) ? $"{file[name].Shape}" : "nothing";
            if (found != $"{p.Shape}")
                throw new InvalidDataException($"{path}: it holds {found} for {own}, the model has {p.Shape}; it belongs to another model, so begin in another folder.");
        }
    }

    private static string Digest(Safetensors file)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in file.Metadata)
            if (key != DigestKey) hash.AppendData(Encoding.UTF8.GetBytes($"{key}\0{value}\0"));
        foreach (var name in file.Names)
        {
            var (shape, values) = file[name];
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{shape}\0"));
            hash.AppendData(MemoryMarshal.AsBytes(values.Span));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
