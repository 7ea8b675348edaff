namespace Ansatz.Studies.Runs;

/// <summary>A run whose weights were trained elsewhere: a PyTorch state dict in the network that a <c>config.json</c> describes.</summary>
internal static class ImportedRun
{
    /// <summary>What tells an imported run from a trained one: where its weights come from.</summary>
    public const string Record = "import.json";

    /// <summary>Whether a folder holds an imported run.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Record));

    /// <summary>Gives a model the weights of a file, each of which must fit.</summary>
    /// <param name="model">It need not have been initialised.</param>
    /// <param name="weights">A safetensors file with PyTorch's names and layouts.</param>
    /// <param name="config">The file that describes the model, for messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or a tensor is missing, unknown, of another shape or not finite; the message names the first one, and counts the others.</exception>
    public static void Load(Module model, string weights, string config)
    {
        var file = Safetensors.Read(weights);
        model.Settle();
        string[] faults = [.. Faults(TorchLayout.Of(model), file, config)];
        if (faults.Length > 0) throw new InvalidDataException($"{weights}: {faults[0]}{(faults.Length == 1 ? "" : $" ({Words.Of(faults.Length - 1, "other tensor")} {(faults.Length == 2 ? "does" : "do")} not fit either)")}");
        ModelFile.LoadInto(model, weights);
    }

    private static IEnumerable<string> Faults(IReadOnlyList<TorchLayout> layouts, Safetensors file, string config)
    {
        string[] expected = [.. layouts.Select(l => l.Name)], unknown = [.. file.Names.Except(expected).Where(n => !ModelFile.IsTorchBatchCount(n))];
        foreach (var layout in layouts)
        {
            if (!file.Names.Contains(layout.Name))
            {
                yield return $"{layout.Name}: found no such tensor; expected shape {layout.Shape}; save it under this name, or describe a network without it in {config}{Spelling.Suggestion(layout.Name, unknown)}";
                continue;
            }
            var (shape, values) = file[layout.Name];
            if (shape != layout.Shape) yield return $"{layout.Name}: found shape {shape}; expected {layout.Shape}; describe the network of these weights in {config}, or give the weights of this network";
            else if (values.Span.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue) is >= 0 and var i)
                yield return $"{layout.Name}: found {values.Span[i]} at element {i} of shape {shape}; expected finite numbers; train again, or give an earlier state";
        }
        foreach (var name in unknown)
            yield return $"{FileText.Shown(name)}: found a tensor of shape {file[name].Shape} that the network of {config} does not have; expected no such tensor; remove or rename it, or describe a network with it{Spelling.Suggestion(name, expected.Where(e => !file.Names.Contains(e)))}";
    }

    /// <summary>Writes the run: its configuration, its weights, and where they come from.</summary>
    /// <param name="folder">Made ready by <see cref="OutputFolder.Claim"/>.</param>
    /// <param name="config">The text of <c>config.json</c>.</param>
    public static void Write(string folder, string config, Module model, ImportOrigin origin)
    {
        RunFiles.WriteText(Path.Combine(folder, RunFiles.Config), config);
        RunFiles.WriteText(Path.Combine(folder, Record), JsonSerializer.Serialize(origin, ImportJson.Default.ImportOrigin) + "\n");
        ModelFile.Save(model, Path.Combine(folder, RunFiles.Weights));
    }
}

/// <summary>What <c>import.json</c> holds.</summary>
/// <param name="File">The file of the weights, as a full path.</param>
/// <param name="Config">The file that described the network, as a full path.</param>
/// <param name="ParametersSha256">The fingerprint of the weights.</param>
internal sealed record ImportOrigin(string File, string Config, string ParametersSha256);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImportOrigin))]
internal sealed partial class ImportJson : JsonSerializerContext;
