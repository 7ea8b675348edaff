namespace Ansatz.Cli.Commands;

/// <summary>The option that says where public data sets are kept.</summary>
internal static class CacheOption
{
    public static Option<string?> Create() => SettingOptions.Create(DatasetCache.Option);
}
