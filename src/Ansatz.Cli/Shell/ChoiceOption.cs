using System.CommandLine;
using System.CommandLine.Parsing;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Shell;

/// <summary>Options whose value is one of a few words.</summary>
internal static class ChoiceOption
{
    /// <param name="choices">The words; the first one stands where none is given.</param>
    public static Option<string> Of(string name, string description, params string[] choices)
    {
        var option = new Option<string>(name)
        {
            Description = description,
            HelpName = string.Join('|', choices),
            DefaultValueFactory = _ => choices[0],
            CustomParser = result => Parse(result, name, choices),
        };
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary>An option that is null where it is not given.</summary>
    public static Option<string?> Optional(string name, string description, params string[] choices)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = string.Join('|', choices),
            CustomParser = result => Parse(result, name, choices),
        };
        option.CompletionSources.Add(choices);
        return option;
    }

    /// <summary>The same with so many words that they stand in the description.</summary>
    public static Option<string?> Named(string name, string helpName, string description, params string[] choices)
    {
        var option = Optional(name, $"{description} {string.Join(", ", choices[..^1])} or {choices[^1]}.", choices);
        option.HelpName = helpName;
        return option;
    }

    private static string Parse(ArgumentResult result, string name, string[] choices)
    {
        var word = result.Tokens[0].Value;
        if (choices.Contains(word, StringComparer.Ordinal)) return word;
        result.AddError($"{name}: found '{word}'; expected {string.Join(" or ", choices)}{Spelling.Suggestion(word, choices)}");
        return choices[0];
    }
}
