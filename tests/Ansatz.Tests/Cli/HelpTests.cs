using System.CommandLine;
using System.Runtime.CompilerServices;
using Ansatz.Cli.Commands;
using Ansatz.Cli.Shell;
using Ansatz.Tensors;

namespace Ansatz.Tests.Cli;

/// <summary>
/// The help of every command is a committed text, so that a change of it is seen in review. After a wanted change, run the tests once with
/// ANSATZ_ACCEPT=1 to write the texts anew.
/// </summary>
public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Paths(CommandTable.Root(), "ansatz")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void HelpIsTheCommittedText(string command)
    {
        var run = CommandRun.Of([.. command.Split(' ').Skip(1), "--help"]);
        var file = Path.Combine(Folder(), command.Replace(' ', '-') + ".txt");
        if (Environment.GetEnvironmentVariable("ANSATZ_ACCEPT") == "1") File.WriteAllText(file, run.Out);
        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.True(File.Exists(file), $"{file} is missing; run the tests once with ANSATZ_ACCEPT=1.");
        Assert.Equal(File.ReadAllText(file), run.Out);
        Assert.All(run.Out.Split('\n'), line => Assert.Equal(line.TrimEnd(), line));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(72)]
    public void HelpFitsTheTerminal(int width) => Assert.All(Commands, command =>
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var interruption = new Interruption(CancellationToken.None);
        string[] args = [.. command.Data.Split(' ').Skip(1), "--help"];
        Assert.Equal(0, CommandLine.Run(CommandTable.Root(args), args, new Terminal(output, TextWriter.Null, Width: width), interruption));
        Assert.All(output.ToString().Split("Examples:")[0].Split('\n'), line => Assert.InRange(line.Length, 0, width));
        Assert.Contains("Show what a", output.ToString(), StringComparison.Ordinal);
    });

    // Without any of these there is nothing to stand for it: another run, or one of two ways to say what to draw.
    private static readonly string[] withoutDefault = ["--config", "--from", "--count", "--parameters", "--stranger"];

    [Fact]
    public void EveryOptionWithAValueSaysItsDefault() => Assert.All(Leaves(CommandTable.Root()), command =>
    {
        foreach (var option in command.Options.Where(o => o.Arity.MaximumNumberOfValues > 0 && !o.Required && !o.HasDefaultValue && !withoutDefault.Contains(o.Name)))
            if (!(command.Parents.Any(p => p.Name == "train") && option.Name == "--data") && !(option.Name == "--out" && command.Name == "score"))
                Assert.True(option.Description!.Contains("[default: ", StringComparison.Ordinal) || option.Description.Contains("by default ", StringComparison.Ordinal), $"{command.Name} {option.Name}: {option.Description}");
    });

    [Fact]
    public void EveryTextBelongsToACommand() =>
        Assert.Equal(
            Commands.Select(c => c.Data.Replace(' ', '-') + ".txt").Order(StringComparer.Ordinal),
            Directory.EnumerateFiles(Folder()).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryCommandWithoutCommandsOfItsOwnRuns() => Assert.All(Leaves(CommandTable.Root()), c => Assert.IsAssignableFrom<RunnableCommand>(c));

    private static IEnumerable<string> Paths(Command command, string path) =>
        command.Subcommands.SelectMany(c => Paths(c, $"{path} {c.Name}")).Prepend(path);

    private static IEnumerable<Command> Leaves(Command command) =>
        command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);

    private static string Folder([CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Help");
}
