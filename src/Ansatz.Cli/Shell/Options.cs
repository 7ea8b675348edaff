namespace Ansatz.Cli.Shell;

/// <summary>The options that mean the same wherever they appear.</summary>
internal static class Conventions
{
    public const string Json = "--json", Quiet = "--quiet", Force = "--force", Resume = "--resume";

    /// <summary>The most threads the library's pool takes.</summary>
    private const int MostThreads = 1023;

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<long> Seed() => NumberOption.Whole("--seed", "Where all randomness comes from.", 0, long.MaxValue, 42);

    public static Option<long?> Threads() => NumberOption.Whole("--threads", "Threads: more speed, the same bits. [default: one per core]", 1, MostThreads);

    /// <summary>Computes on as many threads as <see cref="Threads"/> says.</summary>
    public static void UseThreads(long? count)
    {
        if (count is { } threads) Parallelism.ThreadCount = (int)threads;
    }

    /// <summary>The folder a run is written to.</summary>
    public static Option<string> OutputFolder(string standard) => new("--out") { Description = "The folder to write the run to.", HelpName = "DIR", DefaultValueFactory = _ => standard };

    /// <summary>The file a command makes.</summary>
    public static Option<string> OutputFile(string name, string description) => new("--out") { Description = description, HelpName = name, Required = true };

    /// <summary>An option whose value a function reads; the message of its <see cref="FormatException"/> says what is wrong.</summary>
    public static Option<T> Read<T>(string name, string description, string form, Func<string, T> read) => new(name)
    {
        Description = description,
        HelpName = form,
        CustomParser = result =>
        {
            try
            {
                return read(result.Tokens[0].Value);
            }
            catch (FormatException e)
            {
                result.AddError($"{name}: {e.Message}");
                return default;
            }
        },
    };
}

/// <summary>Settings of a study as options of a command. Their values stay texts, which the study reads; here they are checked.</summary>
internal static class SettingOptions
{
    public static Option<string?> Create(SettingOption setting)
    {
        var description = setting.Default.Length == 0 ? setting.Help : $"{setting.Help} [default: {setting.Default}]";
        var option = Conventions.Read<string?>($"--{setting.Name}", description, setting.Form, text =>
        {
            setting.Check(text);
            return text;
        });
        if (setting.Words.Count > 0) option.CompletionSources.Add([.. setting.Words]);
        return option;
    }
}

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
    public static Option<long?> Whole(string name, string description, long least, long most) => Of(name, description, new OptionalKind<long, long?>(new WholeKind(least, most)));

    /// <summary>Whole numbers with commas between them; null where it is not given.</summary>
    public static Option<IReadOnlyList<int>?> List(string name, string description, int least, int most, int mostNumbers) =>
        Of<IReadOnlyList<int>?>(name, description, new OptionalKind<IReadOnlyList<int>, IReadOnlyList<int>>(new WholeListKind(least, most, mostNumbers)));

    private static Option<T> Of<T>(string name, string description, ValueKind<T> kind) => Conventions.Read(name, description, kind.Form, kind.Parse);
}
