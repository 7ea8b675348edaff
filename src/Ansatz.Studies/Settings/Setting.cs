namespace Ansatz.Studies.Settings;

/// <summary>
/// One setting of a configuration, declared once. From it come the option, the place in <c>config.json</c>, the comparison when a run is continued, and the line
/// that <c>inspect</c> and the report show.
/// </summary>
/// <typeparam name="TConfig">The configuration, an immutable record.</typeparam>
internal abstract class Setting<TConfig>(string name, string? help, string key)
{
    /// <summary>The option without its dashes; also the word for the setting in messages.</summary>
    public string Name => name;

    /// <summary>A sentence for the help; null for a setting that only files hold.</summary>
    public string? Help => help;

    /// <summary>Its place in <c>config.json</c>, with dots between the names of objects: “design.latent”.</summary>
    public string Key => key;

    /// <summary>What the help names as the default; left out, the value of the standard configuration.</summary>
    public string? Default { get; init; }

    /// <summary>Whether it follows from the number of epochs, and so may differ when a run is continued for more of them.</summary>
    public bool FollowsEpochs { get; init; }

    /// <summary>Whether it changes no weights, such as the version that wrote the file.</summary>
    public bool IsRemark { get; init; }

    /// <summary>Whether its words stand in the sentence of the help, because they are many.</summary>
    public bool NamesWords { get; init; }

    public abstract string Form { get; }
    public abstract IReadOnlyList<string> Words { get; }

    /// <exception cref="FormatException">The text is no value of this setting.</exception>
    public abstract TConfig Parse(TConfig config, string text);

    /// <exception cref="FormatException">The element is no value of this setting.</exception>
    public abstract TConfig Read(TConfig config, JsonElement element);

    public abstract JsonNode? Write(TConfig config);
    public abstract string Show(TConfig config);
}

/// <inheritdoc cref="Setting{TConfig}"/>
/// <param name="name">The option without its dashes.</param>
/// <param name="help">A sentence for the help; null for a setting that only files hold.</param>
/// <param name="key">Its place in <c>config.json</c>.</param>
/// <param name="kind">The type and the range of its values.</param>
/// <param name="get">Reads it from a configuration.</param>
/// <param name="set">Puts it into a configuration.</param>
internal sealed class Setting<TConfig, T>(string name, string? help, string key, ValueKind<T> kind, Func<TConfig, T> get, Func<TConfig, T, TConfig> set)
    : Setting<TConfig>(name, help, key)
{
    public override string Form => NamesWords ? "KIND" : kind.Form;
    public override IReadOnlyList<string> Words => kind.Words;
    public override TConfig Parse(TConfig config, string text) => set(config, kind.Parse(text));
    public override TConfig Read(TConfig config, JsonElement element) => set(config, kind.Read(element));
    public override JsonNode? Write(TConfig config) => kind.Write(get(config));
    public override string Show(TConfig config) => kind.Show(get(config));
}

/// <summary>Settings that several studies have.</summary>
internal static class Setting
{
    /// <summary>A setting that only files hold: it follows from others, or no option sets it.</summary>
    /// <param name="key">Its place in <c>config.json</c>.</param>
    /// <param name="kind">The type and the range of its values.</param>
    /// <param name="get">Reads it from a configuration.</param>
    /// <param name="set">Puts it into a configuration.</param>
    /// <param name="followsEpochs">Whether it may differ when a run is continued for more epochs.</param>
    public static Setting<TConfig> File<TConfig, T>(string key, ValueKind<T> kind, Func<TConfig, T> get, Func<TConfig, T, TConfig> set, bool followsEpochs = false) =>
        new Setting<TConfig, T>(NameOf(key), null, key, kind, get, set) { FollowsEpochs = followsEpochs };

    public static Setting<TConfig> Recipe<TConfig>(Func<TConfig, Recipe> get, Func<TConfig, Recipe, TConfig> set) => new Setting<TConfig, Recipe>(
        "recipe", "Our way to train, or the published one.", "recipe", new WordsKind<Recipe>(null, ("default", Settings.Recipe.Default), ("published", Settings.Recipe.Published)), get, set);

    // “design.classNames” is “design-class-names”.
    private static string NameOf(string key) => string.Concat(key.Replace('.', '-').Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));
}

/// <summary>An option of a study, as a command line offers it.</summary>
/// <param name="Name">Without its dashes.</param>
/// <param name="Help">A sentence.</param>
/// <param name="Form">What stands for the value in the help.</param>
/// <param name="Default">What stands where it is not given.</param>
/// <param name="Words">The words to choose from; empty for a number or a text.</param>
/// <param name="Check">Throws a <see cref="FormatException"/> for a text that is no value.</param>
internal sealed record SettingOption(string Name, string Help, string Form, string Default, IReadOnlyList<string> Words, Action<string> Check)
{
    /// <summary>Where public data sets are kept.</summary>
    public static SettingOption Cache { get; } = new("cache", $"Where public data sets are kept; by default {DatasetCache.Variable}, or the user's cache.", "DIR", "", [], _ => { });
}

/// <summary>The way to train where no option says otherwise.</summary>
internal enum Recipe
{
    /// <summary>Ours: the published network and objective, with a schedule and first weights of our own.</summary>
    Default,

    /// <summary>Exactly the published one.</summary>
    Published,
}
