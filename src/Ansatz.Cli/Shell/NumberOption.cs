using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ansatz.Cli.Shell;

/// <summary>Options whose value is a number in a range; a wrong value is told with what was expected.</summary>
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

    /// <summary>A number with a fraction; null where it is not given.</summary>
    public static Option<double?> Real(string name, string description, double least, double most) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            result.AddError($"{name}: found '{text}'; expected a number from {least} to {most:#,0.##}");
            return least;
        },
    };

    /// <summary>Whole numbers with commas between them; none where it is not given.</summary>
    public static Option<int[]?> List(string name, string description, int least, int most, int mostNumbers) => new(name)
    {
        Description = description,
        HelpName = "N,N…",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parts = text.Split(',');
            var numbers = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : (int?)null).ToArray();
            if (numbers.All(n => n is not null) && numbers.Length <= mostNumbers) return [.. numbers.Select(n => n!.Value)];
            result.AddError($"{name}: found '{text}'; expected 1 to {mostNumbers} whole numbers from {least} to {most:#,0} with commas between them");
            return null;
        },
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
