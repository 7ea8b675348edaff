namespace Ansatz.Cli.Shell;

/// <summary>The options that mean the same wherever they appear.</summary>
internal static class Conventions
{
    public const string Json = "--json";
    public const string Quiet = "--quiet";
    public const string Force = "--force";
    public const string Resume = "--resume";

    /// <summary>The most threads the library's pool takes.</summary>
    private const int MostThreads = 1023;

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    public static Option<long> Seed() =>
        NumberOption.Whole("--seed", "Where all randomness comes from.", 0, long.MaxValue, 42);

    public static Option<long?> Threads() =>
        NumberOption.Whole("--threads", "Threads: more speed, the same bits.", 1, MostThreads).Showing("one per core");

    /// <summary>Computes on as many threads as <see cref="Threads"/> says.</summary>
    public static void UseThreads(long? count)
    {
        if (count is { } threads) Parallelism.ThreadCount = (int)threads;
    }

    /// <summary>The folder a run is written to.</summary>
    public static Option<string> OutputFolder(string standard) => new("--out")
    {
        Description = "The folder to write the run to.",
        HelpName = "DIR",
        DefaultValueFactory = _ => standard,
    };

    /// <summary>The file a command makes.</summary>
    public static Option<string> OutputFile(string name, string description) => new("--out") { Description = description, HelpName = name, Required = true };
}
