namespace Ansatz.Studies.Reports;

/// <summary>Where a report's numbers come from.</summary>
/// <param name="CommandLine">The line that runs it again.</param>
/// <param name="Product">Version and commit.</param>
/// <param name="Machine">Processor, runtime and system.</param>
/// <param name="Figures">The folder of figures.</param>
internal sealed record Origin(string CommandLine, string Product, string Machine, string Figures)
{
    /// <param name="commandLine">The line that runs it again.</param>
    /// <param name="folder">The folder of the run.</param>
    public static Origin Of(string commandLine, string folder) => new(
        commandLine, Runs.Product.Commit is { } commit ? $"Ansatz {Runs.Product.Version}, commit {commit}" : $"Ansatz {Runs.Product.Version}",
        $"{Runs.Machine.Describe()}; {Runs.Machine.Runtime}, {Runs.Machine.System}", Path.Combine(folder, "figures"));

    /// <summary>The section that says how to get the same again.</summary>
    public Section Again(long seed, string parametersSha256) => new("Do it again",
        new Prose("The same command gives the same weights, to the last bit, on any number of threads and with any of the supported vector instruction sets. Times differ; nothing else does."),
        new FactList(
            ("Command", $"`{CommandLine}`"),
            ("Seed", $"{seed}"),
            ("SHA-256 of the weights", $"`{parametersSha256}`"),
            ("Version", Product),
            ("Machine", Machine)));

    public Figure Picture(string file, string description, string caption) => Figure.OfFile(Path.Combine(Figures, file), description, caption);
}
