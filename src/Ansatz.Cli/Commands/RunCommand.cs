using System.CommandLine;
using Ansatz.Cli.Datasets;
using Ansatz.Cli.Progress;
using Ansatz.Cli.Runs;
using Ansatz.Cli.Shell;
using Ansatz.Cli.Studies;
using Ansatz.Data;
using Ansatz.Random;

namespace Ansatz.Cli.Commands;

/// <summary>A command on the finished run of an autoencoder.</summary>
internal abstract class RunCommand : RunnableCommand
{
    private readonly Argument<string> folder = new("RUN") { Description = "The folder of a finished run." };
    private readonly Option<string?> source = new("--data") { Description = "Other images: a folder, an .npz file, or the name of a public data set; by default the run's test images.", HelpName = "PATH|NAME" };
    private readonly Option<string?> cache = CacheOption.Create();
    private readonly Option<long> seed = Conventions.Seed();
    private readonly Option<long?> threads = Conventions.Threads();

    protected RunCommand(string name, string description) : base(name, description) => Arguments.Add(folder);

    /// <summary>Names the command's own options; those that all commands on a run have follow.</summary>
    protected void TakeOwn(params IEnumerable<Option> options) => Take([.. options, source, cache, seed, threads]);

    /// <summary>The same for a command that looks at no images.</summary>
    protected void TakeWithoutImages(params IEnumerable<Option> options) => Take([.. options, seed, threads]);

    /// <summary>Does it on the opened run.</summary>
    protected abstract void Run(Call call, SavedRun run, Rng rng);

    public sealed override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var run = SavedRun.Open(call.Value(folder), DatasetCache.At(call.Value(cache)), call.Note, call.Cancellation);
        Run(call, run, new Rng((ulong)call.Value(seed)).Fork(Name));
    }

    /// <summary>The run's test images, or those of --data.</summary>
    protected (Dataset Images, IReadOnlyList<string> ClassNames) Images(Call call, SavedRun run) =>
        run.Images(call.Value(source), DatasetCache.At(call.Value(cache)), call.Note, call.Cancellation);

    /// <summary>Whether the images are those that judged the run.</summary>
    protected bool AreOwn(Call call) => call.Value(source) is null;

    /// <summary>The class that a conditional decoder is told, checked.</summary>
    protected static int Class(SavedRun run, long? given, int standard)
    {
        if (given is not null && run.ClassCount == 0) throw new UsageException($"--class {given}: the run is not conditional; expected no class");
        if (given >= run.ClassCount && run.ClassCount > 0) throw new UsageException($"--class {given}: expected 0 to {run.ClassCount - 1}");
        return (int)(given ?? standard);
    }

    protected static Option<long> Count(string description, long standard) => NumberOption.Whole("--count", description, 1, 1_000_000, standard);

    protected static Option<long?> ClassOption() => NumberOption.Whole("--class", "The class a conditional decoder is told.", 0, 65_535);

    protected static Option<bool> ForceOption() => Conventions.Flag(Conventions.Force, "Replace the file if it exists.");

    /// <summary>Prints where a file of images went.</summary>
    protected static void Tell(Call call, SavedRun run, string path, int count) =>
        call.Result(new FileResult(run.Folder, path, count), RunJson.Default.FileResult, writer => writer.WriteLine($"{path}: {Words.Of(count, "image")}"));

    /// <summary>The first images, at most so many.</summary>
    protected static Dataset First(Dataset images, long count) => images.Slice(0, (int)Math.Min(count, images.Count));
}
