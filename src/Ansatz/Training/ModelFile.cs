using System.Globalization;
using System.Text.RegularExpressions;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Models on disk: one safetensors file with PyTorch's names and layouts, whose header says which architecture the weights belong to.
/// </summary>
/// <example><code>
/// ModelFile.Save(model, "model.safetensors");
/// var again = ModelFile.Load&lt;VariationalAutoencoder&gt;("model.safetensors");
/// </code></example>
public static partial class ModelFile
{
    private const string ArchitectureKey = "architecture", Extension = ".safetensors", FileName = "model" + Extension;

    /// <summary>PyTorch's count of batches beside the moving statistics; nothing here needs it.</summary>
    private const string TorchBatchCount = "num_batches_tracked";

    /// <summary>
    /// Names an architecture of your own, in the whole process, so that <see cref="Load{T}(string)"/> finds it. A model belongs to it whose
    /// <see cref="Module.Architecture"/> begins with that word.
    /// </summary>
    /// <example><code>
    /// ModelFile.Register("my-flow", header => new MyFlow(layerCount: int.Parse(header.Split(' ')[1])));
    /// ModelFile.Save(new MyFlow(layerCount: 4) { Architecture = "my-flow 4" }, "flow.safetensors");
    /// </code></example>
    /// <param name="word">The first word of the header.</param>
    /// <param name="make">Builds the model, without weights, from the whole header.</param>
    /// <exception cref="ArgumentException">The word is empty or has a space.</exception>
    public static void Register(string word, Func<string, Module> make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(word);
        ArgumentNullException.ThrowIfNull(make);
        if (word.Contains(' ', StringComparison.Ordinal)) throw new ArgumentException($"ModelFile: the architecture's word is '{word}'; expected one word without spaces.", nameof(word));
        Architectures.Register(word, make);
    }

    /// <summary>Writes the weights and moving statistics.</summary>
    /// <exception cref="ArgumentException">The path is that of a folder.</exception>
    public static void Save(Module model, string path)
    {
        if (Directory.Exists(path)) throw new ArgumentException($"ModelFile: {path} is a folder; give the name of a file, such as {Path.Combine(path, FileName)}.", nameof(path));
        Encode(model).Write(path);
    }

    /// <summary>Writes the weights and moving statistics to a stream, which stays open and need not seek.</summary>
    public static void Save(Module model, Stream stream) => Encode(model).Write(stream);

    private static Safetensors Encode(Module model)
    {
        var file = new Safetensors();
        if (Architectures.Of(model) is { } architecture) file.Metadata[ArchitectureKey] = architecture;
        foreach (var layout in TorchLayout.Of(model)) file.Add(layout.Name, layout.Shape, layout.ToFile());
        return file;
    }

    /// <summary>Makes the model that a file describes, with its weights.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, names no architecture known here, or holds another kind of model.</exception>
    /// <exception cref="ArgumentException">The path is that of a folder; the message names the file to give.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static T Load<T>(string path) where T : Module => Load<T>(Read(path), path);

    /// <summary>Makes the model that a stream describes, with its weights. The stream is read from its position to its end and stays open.</summary>
    /// <param name="stream">The bytes of a model's file. A stream that cannot seek is copied into memory first, at most 2 GB.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, name no architecture known here, or hold another kind of model.</exception>
    public static T Load<T>(Stream stream, string name = "model") where T : Module => Load<T>(Safetensors.Read(stream, name), name);

    private static T Load<T>(Safetensors file, string path) where T : Module
    {
        var name = file.Metadata.GetValueOrDefault(ArchitectureKey)
            ?? throw new InvalidDataException($"{path}: its header names no architecture; load it into a model of your own with LoadInto.");
        RequireWeights(name, file, path);
        if (Make(name, path) is not T model) throw new InvalidDataException($"{path}: '{name}' is no {typeof(T).Name}.");
        LoadInto(model, file, path);
        return model;
    }

    /// <summary>Gives a model the weights of a file; it need not have been initialised.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or names or shapes differ from the model's.</exception>
    /// <exception cref="ArgumentException">The path is that of a folder; the message names the file to give.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static void LoadInto(Module model, string path) => LoadInto(model, Read(path), path);

    /// <summary>Gives a model the weights of a stream, which is read from its position to its end and stays open.</summary>
    /// <param name="model">It need not have been initialised.</param>
    /// <param name="stream">The bytes of a model's file. A stream that cannot seek is copied into memory first, at most 2 GB.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged, or names or shapes differ from the model's.</exception>
    public static void LoadInto(Module model, Stream stream, string name = "model") => LoadInto(model, Safetensors.Read(stream, name), name);

    private static Safetensors Read(string path)
    {
        var inside = Path.Combine(path, FileName);
        if (Directory.Exists(path))
            throw new ArgumentException($"ModelFile: {path} is a folder; expected a {Extension} file, {(File.Exists(inside) ? $"here {inside}" : $"such as the {FileName} of a finished run")}.", nameof(path));
        if (!File.Exists(path)) throw new FileNotFoundException($"ModelFile: {path} does not exist; expected a {Extension} file, such as the {FileName} of a finished run.", path);
        try
        {
            return Safetensors.Read(path);
        }
        catch (InvalidDataException e) when (!path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidDataException($"{ExceptionText.WithoutParameter(e)}; expected a {Extension} file.", e);
        }
    }

    /// <summary>
    /// Every size in an architecture has at least as many weights, and every layer has an array. So a header is refused before anything is built in two
    /// cases: one of its numbers exceeds both the file's weights and 65,536, or it has more numbers than there can be layers.
    /// </summary>
    private static void RequireWeights(string architecture, Safetensors file, string path)
    {
        const int OtherNumbers = 32, Harmless = 1 << 16;
        var weights = file.Names.Sum(n => (long)file.SizeOf(n));
        var count = 0;
        foreach (var number in Integer().EnumerateMatches(architecture))
        {
            var digits = architecture.AsSpan(number.Index, number.Length);
            if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || size > Math.Max(weights, Harmless))
                throw new InvalidDataException($"{path}: its header says {FileText.Shown(digits.ToString())} where the file holds {weights} weights; get the file again.");
            if (++count > OtherNumbers + file.Names.Count)
                throw new InvalidDataException($"{path}: its header describes more layers than the file's {file.Names.Count} arrays; get the file again.");
        }
    }

    /// <summary>A whole number; not the digits of a fraction or an exponent, or of a name.</summary>
    [GeneratedRegex(@"(?<![\w.+-])[0-9]+(?![\w.])", RegexOptions.None, 1000)]
    private static partial Regex Integer();

    private static Module Make(string name, string path)
    {
        try
        {
            return Architectures.Make(name);
        }
        catch (Exception e) when (e is ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: {ExceptionText.WithoutParameter(e)}.", e);
        }
    }

    /// <summary>Whether a name is that of PyTorch's count of batches, which is passed over.</summary>
    internal static bool IsTorchBatchCount(string name) => name == TorchBatchCount || name.EndsWith('.' + TorchBatchCount, StringComparison.Ordinal);

    private static void LoadInto(Module model, Safetensors file, string path)
    {
        Architectures.Prepare(model, file.Names);
        model.Settle();
        var layouts = TorchLayout.Of(model);
        foreach (var name in file.Names.Except(layouts.Select(l => l.Name)).Where(n => !IsTorchBatchCount(n)))
            throw new InvalidDataException($"{path}: the model has no '{FileText.Shown(name)}'; the file belongs to another model.");
        foreach (var layout in layouts)
        {
            var found = file[layout.Name].Shape;
            if (found != layout.Shape) throw new InvalidDataException($"{path}: {layout.Name} has shape {found}, the model's is {layout.Shape}; the file belongs to another model.");
        }
        foreach (var layout in layouts) layout.FromFile(file[layout.Name].Values.Span);
    }
}
