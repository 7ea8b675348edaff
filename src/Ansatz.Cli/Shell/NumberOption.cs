namespace Ansatz.Cli.Shell;

/// <summary>Options whose value is a number in a range; the message for a wrong value says what was found and expected.</summary>
internal static class NumberOption
{
    /// <summary>An option with a value of its own where it is not given.</summary>
    public static Option<long> Whole(string name, string description, long least, long most, long standard)
    {
        var option = Of(name, description, new WholeKind(least, most));
        option.DefaultValueFactory = _ => standard;
        return option;
    }

    /// <summary>An option that is null where it is not given.</summary>
    public static Option<long?> Whole(string name, string description, long least, long most) => Of(name, description, new OptionalKind<long>(new WholeKind(least, most)));

    /// <summary>Whole numbers with commas between them; null where it is not given.</summary>
    public static Option<IReadOnlyList<int>?> List(string name, string description, int least, int most, int mostNumbers) =>
        Of<IReadOnlyList<int>?>(name, description, new OptionalReferenceKind<IReadOnlyList<int>>(new WholeListKind(least, most, mostNumbers)));

    private static Option<T> Of<T>(string name, string description, ValueKind<T> kind) => new(name)
    {
        Description = description,
        HelpName = kind.Form,
        CustomParser = result =>
        {
            try
            {
                return kind.Parse(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}");
                return default;
            }
        },
    };
}
