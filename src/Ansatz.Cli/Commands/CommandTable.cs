using System.CommandLine;

namespace Ansatz.Cli.Commands;

/// <summary>All commands, one row each.</summary>
internal static class CommandTable
{
    public static Command Root() => new("ansatz", "Deep generative models in pure C#: make data, train, evaluate, look.")
    {
        new Command("data", "Make data sets, or get public ones.")
        {
            new DataContoursCommand(),
            new DataGetCommand(),
            new DataListCommand(),
        },
        new Command("study", "Run a whole study with one command, from data to report.")
        {
            new StudyContoursCommand(),
            new StudyTwoGaussiansCommand(),
        },
    };
}
