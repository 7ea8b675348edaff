using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ansatz.Autoencoders;
using Ansatz.Studies.Digits;

namespace Ansatz.Studies.Settings;

/// <summary>Tells two configurations of one kind apart, in the words of the options that set them.</summary>
internal static class ConfigDifference
{
    /// <summary>What says which version wrote a configuration; it changes no weights.</summary>
    private const string Version = "ansatz", Epochs = "epochs";

    // Settings whose option has another name than their field; the option of any other field is its name in kebab-case.
    private static readonly Dictionary<string, string> options = new(StringComparer.Ordinal)
    {
        ["batchSize"] = "batch",
        ["gibbsSteps"] = "cd",
        ["annealingSteps"] = "annealing",
        ["classCount"] = "condition",
        ["centered"] = "gradient",
    };

    /// <summary>The first setting in which they differ, as “latent 2, not 3”; null when both give the same weights.</summary>
    public static string? Between<T>(T mine, T theirs, JsonTypeInfo<T> type) => Between(Nodes(mine, type), Nodes(theirs, type));

    /// <summary>The same between a run and its continuation, which may have more epochs, and what follows from them.</summary>
    /// <param name="run">What the folder holds.</param>
    /// <param name="continuation">What was asked for.</param>
    /// <param name="type">How both are written.</param>
    /// <param name="ofEpochs">The fields that follow from the number of epochs.</param>
    public static string? BeforeContinuing<T>(T run, T continuation, JsonTypeInfo<T> type, IEnumerable<string> ofEpochs)
    {
        JsonObject mine = Nodes(run, type), theirs = Nodes(continuation, type);
        if ((long)theirs[Epochs]! > (long)mine[Epochs]!)
            foreach (var field in ofEpochs.Append(Epochs)) mine[field] = theirs[field]?.DeepClone();
        return Between(mine, theirs);
    }

    /// <summary>The same between two networks, whatever they are trained with. Class names matter only to a network that is told classes.</summary>
    public static string? BetweenNetworks(AutoencoderDesign mine, AutoencoderDesign theirs) =>
        Between(mine with { Dropout = theirs.Dropout, Start = theirs.Start, Beta = theirs.Beta, ClassNames = mine.ClassCount > 0 ? mine.ClassNames : theirs.ClassNames }, theirs, AutoencoderJson.Default.AutoencoderDesign);

    private static string? Between(JsonObject mine, JsonObject theirs)
    {
        foreach (var (name, value) in mine)
        {
            var other = theirs[name];
            if (name == Version || JsonNode.DeepEquals(value, other)) continue;
            if (value is JsonObject inner && other is JsonObject otherInner)
            {
                if (Between(inner, otherInner) is { } difference) return difference;
            }
            else
            {
                return $"{OptionOf(name)} {Word(name, value)}, not {Word(name, other)}";
            }
        }
        return null;
    }

    private static string OptionOf(string field) =>
        options.GetValueOrDefault(field) ?? string.Concat(field.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));

    private static string Word(string field, JsonNode? value) => (field, value) switch
    {
        ("classCount", JsonValue count) => count.GetValue<int>() == 0 ? "none" : "label",
        ("centered", JsonValue isCentered) => isCentered.GetValue<bool>() ? "centered" : "plain",
        ("chains", _) => value is null ? "batch" : "persistent",
        (_, null) => "none",
        (_, JsonArray list) => string.Join(',', list.Select(n => $"{n}")),
        _ => $"{value}",
    };

    private static JsonObject Nodes<T>(T config, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(config, type)!.AsObject();
}
