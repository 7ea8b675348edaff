namespace Ansatz.Cli.Shell;

/// <summary>What the command tells the program that called it.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;

    /// <summary>128 + SIGINT, as shells count it.</summary>
    public const int Interrupted = 130;
}
