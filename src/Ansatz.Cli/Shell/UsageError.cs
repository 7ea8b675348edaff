using System.CommandLine.Parsing;

namespace Ansatz.Cli.Shell;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageError
{
    /// <summary>The line for the first error of a parse that has some.</summary>
    public static string Describe(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        var path = Path(parse.CommandResult);
        return $"{path}: {Sentence(parse, command)} (see '{path} --help')";
    }

    /// <summary>The words that lead to a command: ansatz study contours.</summary>
    public static string Path(CommandResult result)
    {
        var words = new List<string>();
        for (SymbolResult? at = result; at is not null; at = at.Parent)
            if (at is CommandResult c) words.Insert(0, c.Command.Name);
        return string.Join(' ', words);
    }

    private static string Sentence(ParseResult parse, Command command)
    {
        var subcommands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        var option = parse.UnmatchedTokens.FirstOrDefault(t => t.StartsWith('-'));
        if (option is not null) return UnknownOption(option.Split('=', ':')[0], command);
        // A value that is wrong explains a word left over: in --count --out FILE the count is '--out', and FILE belongs to nothing.
        var error = parse.Errors.FirstOrDefault(e => e.SymbolResult is OptionResult or ArgumentResult) ?? parse.Errors[0];
        if (error.SymbolResult is CommandResult or null && parse.UnmatchedTokens is [var word, ..]) return UnknownWord(word, subcommands);
        return error.SymbolResult switch
        {
            CommandResult when subcommands.Count > 0 => $"no command given; expected one of {string.Join(", ", subcommands)}",
            OptionResult { Tokens.Count: 0, Option: var empty } => $"{empty.Name} has no value; expected {empty.HelpName}",
            _ => error.Message.TrimEnd('.'),
        };
    }

    private static string UnknownOption(string name, Command command) =>
        $"unknown option '{name}'{Spelling.Suggestion(name, command.Options.Select(o => o.Name).Append("--help"))}";

    private static string UnknownWord(string word, List<string> subcommands)
    {
        if (subcommands.Count == 0) return $"found '{word}', which belongs to no option";
        var suggestion = Spelling.Suggestion(word, subcommands);
        return $"unknown command '{word}'{(suggestion.Length > 0 ? suggestion : $"; expected one of {string.Join(", ", subcommands)}")}";
    }
}
