using System.CommandLine;

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
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                if (choices.Contains(word, StringComparer.Ordinal)) return word;
                result.AddError($"{name}: found '{word}'; expected {string.Join(" or ", choices)}{Spelling.Suggestion(word, choices)}");
                return choices[0];
            },
        };
        option.CompletionSources.Add(choices);
        return option;
    }
}
