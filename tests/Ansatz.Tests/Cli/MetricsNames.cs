using System.Text.Json;

namespace Ansatz.Tests.Cli;

/// <summary>The names under which programs find a study's numbers in its <c>metrics.json</c>.</summary>
internal static class MetricsNames
{
    private static readonly string[] autoencoder = ["validation.total", "validation.reconstruction", "validation.kl", "activeUnits"];

    /// <summary>Asserts that the document has the names that all studies share, as numbers, and the hash.</summary>
    public static void RequireShared(JsonElement root)
    {
        RequireNumbers(root, "seed", "epochs", "seconds.total");
        Assert.Matches("^[0-9a-f]{64}$", root.GetProperty("parametersSha256").GetString());
        Assert.Equal(JsonValueKind.String, root.GetProperty("study").ValueKind);
    }

    /// <summary>Asserts the names of an autoencoder with this number of latent dimensions, too.</summary>
    public static void RequireAutoencoder(JsonElement root, int latent)
    {
        RequireShared(root);
        RequireNumbers(root, autoencoder);
        Assert.Equal(latent, root.GetProperty("klByDimension").EnumerateArray().Count(e => e.ValueKind == JsonValueKind.Number));
    }

    public static void RequireNumbers(JsonElement root, params string[] paths) =>
        Assert.All(paths, path => Assert.Equal(JsonValueKind.Number, path.Split('.').Aggregate(root, (element, name) => element.GetProperty(name)).ValueKind));
}
