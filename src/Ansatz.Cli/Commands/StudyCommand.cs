using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Reports;
using Ansatz.Studies.Runs;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary>
/// What all studies do alike: resolve the configuration, claim the folder, begin the run or continue it, run, and leave what a run's folder holds.
/// </summary>
/// <typeparam name="TConfig">Everything that the weights depend on.</typeparam>
/// <typeparam name="TOutcome">What the study leaves in memory.</typeparam>
internal abstract class StudyCommand<TConfig, TOutcome> : RunnableCommand where TConfig : class
{
    private readonly Option<long?> threads = Conventions.Threads();
    private readonly Option<string> output;
    private readonly JsonTypeInfo<TConfig> configType;
    private readonly string words;

    /// <param name="name">The command's word, and its run's folder.</param>
    /// <param name="description">A sentence for the help.</param>
    /// <param name="configType">How the configuration is written.</param>
    /// <param name="group">The word before it.</param>
    protected StudyCommand(string name, string description, JsonTypeInfo<TConfig> configType, string group = "study") : base(name, description) =>
        (output, this.configType, words) = (Conventions.OutputFolder($"runs/{name}"), configType, $"{group} {name}");

    protected Option<long> Seed { get; } = Conventions.Seed();

    /// <summary>What to run: what the options say, and when continuing a run, what it says where they say nothing.</summary>
    protected abstract TConfig Resolve(Call call, TConfig? earlier);

    /// <summary>The fields of a configuration that follow from its number of epochs.</summary>
    protected virtual IReadOnlyList<string> OfEpochs => [];

    /// <summary>Where the images of a configuration lie, or the name of a public data set; null where the study draws its own.</summary>
    protected virtual string? DataOf(TConfig config) => null;

    protected abstract TOutcome Study(TConfig config, string folder, ProgressDisplay progress, CancellationToken cancellation);

    /// <summary>Writes what the study found, to its folder and to standard output.</summary>
    protected abstract void Tell(Call call, TConfig config, TOutcome outcome, string folder);

    /// <summary>Names the study's own options; those that all studies have follow.</summary>
    protected void TakeOwn(params IEnumerable<Option> options) => Take(
        [.. options, Seed, threads, output, Conventions.Flag(Conventions.Resume, "Continue the run in the folder to the same bits, or with more --epochs a finished one."), Conventions.Flag(Conventions.Force, "Replace the run in the folder.")]);

    /// <summary>The value of an option, or when continuing, that of the run where the option is not given.</summary>
    protected static T Choose<T>(Call call, Option<T> option, TConfig? earlier, Func<TConfig, T> found) =>
        earlier is null || call.IsGiven(option) ? call.Value(option) : found(earlier);

    /// <summary>What the study's report says of where it comes from.</summary>
    protected static Origin OriginOf(Call call, string folder) => new(
        call.CommandLine, Product.Commit is { } commit ? $"Ansatz {Product.Version}, commit {commit}" : $"Ansatz {Product.Version}",
        $"{Machine.Describe()}; {Machine.Runtime}, {Machine.System}", Path.Combine(folder, "figures"));

    public sealed override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var folder = call.Value(output);
        var (isResumed, isForced) = (call.Has(Conventions.Resume), call.Has(Conventions.Force));
        if (isResumed && isForced) throw new UsageException($"{words}: found both --resume and --force; expected one: continue the run, or replace it");
        var path = Path.Combine(folder, OutputFolder.ConfigFile);
        var earlier = isResumed && File.Exists(path) ? RunFiles.ReadJson(path, configType) : null;
        var config = Resolve(call, earlier);
        if (earlier is not null && ConfigDifference.BeforeContinuing(earlier, config, configType, OfEpochs) is { } difference)
            throw new UsageException($"{words}: {folder} holds a run with {difference}; expected --resume without options, with the same ones, or with more --epochs");
        if (DataOf(config) is { } data) OutputFolder.RequireApart(folder, data);
        using var claim = OutputFolder.Claim(folder, isForced, isResumed);
        RunFiles.WriteJson(path, config, configType);
        TOutcome outcome;
        try
        {
            outcome = call.Track(progress => Study(config, folder, progress, call.Cancellation));
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"interrupted; continue to the same bits with: {ContinuationOf(folder)}", e);
        }
        catch (IOException e)
        {
            // The message of a full disk names the file.
            throw new IOException($"{e.Message.TrimEnd('.')}; mend that, then continue to the same bits with: {ContinuationOf(folder)}", e);
        }
        Tell(call, config, outcome, folder);
        if (call.Cancellation.IsCancellationRequested) call.Note("The run was complete before it could be interrupted.");
    }

    private string ContinuationOf(string folder) => ShellWords.Join(["ansatz", .. words.Split(' '), "--out", folder, "--resume"]);
}
