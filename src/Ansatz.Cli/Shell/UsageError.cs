using System.CommandLine;
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
        if (parse.UnmatchedTokens is [var token, ..]) return Unknown(token, command, subcommands);
        var error = parse.Errors[0];
        return error.SymbolResult switch
        {
            CommandResult when subcommands.Count > 0 => $"no command given; expected one of {string.Join(", ", subcommands)}",
            OptionResult { Tokens.Count: 0, Option: var option } => $"{option.Name} has no value; expected {option.HelpName}",
            _ => error.Message.TrimEnd('.'),
        };
    }

    private static string Unknown(string token, Command command, List<string> subcommands)
    {
        if (token.StartsWith('-'))
        {
            var name = token.Split('=', ':')[0];
            return $"unknown option '{name}'{Spelling.Suggestion(name, command.Options.Select(o => o.Name).Append("--help"))}";
        }
        if (subcommands.Count == 0) return $"found '{token}', which belongs to no option";
        var suggestion = Spelling.Suggestion(token, subcommands);
        return $"unknown command '{token}'{(suggestion.Length > 0 ? suggestion : $"; expected one of {string.Join(", ", subcommands)}")}";
    }
}
