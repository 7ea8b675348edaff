using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ansatz.Cli.Runs;

/// <summary>Tells two configurations of one kind apart.</summary>
internal static class ConfigDifference
{
    /// <summary>What says which version wrote a configuration; it changes no weights.</summary>
    private const string Version = "ansatz";

    /// <summary>The first thing in which they differ, as “epochs 640, not 20000”; null when both give the same weights.</summary>
    public static string? Between<T>(T mine, T theirs, JsonTypeInfo<T> type)
    {
        var other = Nodes(theirs, type);
        foreach (var (name, value) in Nodes(mine, type))
            if (name != Version && !JsonNode.DeepEquals(value, other[name])) return $"{name} {value}, not {other[name]}";
        return null;
    }

    private static JsonObject Nodes<T>(T config, JsonTypeInfo<T> type) => JsonSerializer.SerializeToNode(config, type)!.AsObject();
}
