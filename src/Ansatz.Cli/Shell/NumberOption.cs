using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ansatz.Cli.Shell;

/// <summary>Options whose value is a whole number in a range; a wrong value is told with what was expected.</summary>
internal static class NumberOption
{
    /// <summary>An option with a value of its own where it is not given.</summary>
    public static Option<long> Whole(string name, string description, long least, long most, long standard) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name, least, most),
        DefaultValueFactory = _ => standard,
    };

    /// <summary>An option that is null where it is not given.</summary>
    public static Option<long?> Whole(string name, string description, long least, long most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => Parse(result, name, least, most),
    };

    private static long Parse(ArgumentResult result, string name, long least, long most)
    {
        var text = result.Tokens[0].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        var range = most == long.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most:#,0}";
        result.AddError($"{name}: found '{text}'; expected {range}");
        return least;
    }
}
