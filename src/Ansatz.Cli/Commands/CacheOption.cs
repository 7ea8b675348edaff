using System.CommandLine;
using Ansatz.Studies.Datasets;

namespace Ansatz.Cli.Commands;

/// <summary>The option that says where public data sets are kept.</summary>
internal static class CacheOption
{
    public static Option<string?> Create() => new("--cache")
    {
        Description = $"Where public data sets are kept; by default {DatasetCache.Variable}, or the user's cache.",
        HelpName = "DIR",
    };
}
