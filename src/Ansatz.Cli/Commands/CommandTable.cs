using System.CommandLine;

namespace Ansatz.Cli.Commands;

/// <summary>All commands, one row each.</summary>
internal static class CommandTable
{
    public static Command Root() => new("ansatz", "Deep generative models in pure C#: make data, train, evaluate, look.")
    {
        new Command("data", "Make data sets.")
        {
            new DataContoursCommand(),
        },
        new Command("study", "Run a whole study with one command, from data to report.")
        {
            new StudyContoursCommand(),
        },
    };
}
