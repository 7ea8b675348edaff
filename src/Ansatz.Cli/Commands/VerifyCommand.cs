using Ansatz.Golden;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz verify</c>: whether a run's training gives its bits again, or whether this machine gives the bits on record.</summary>
internal sealed class VerifyCommand : RunnableCommand
{
    private readonly Argument<string?> folder = new("RUN") { Description = "The folder of a finished run, which is trained again in a temporary folder.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> machine = Conventions.Flag("--machine", "Compute the golden hashes on this machine instead.");
    private readonly Option<long?> threads = Conventions.Threads();

    public VerifyCommand(string name, string description) : base(name, description)
    {
        Arguments.Add(folder);
        Take(machine, threads);
    }

    public override IReadOnlyList<string> Examples => ["ansatz verify runs/contours", "ansatz verify --machine"];

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var run = call.Value(folder);
        if (run is null != call.Value(machine)) throw new UsageException($"verify: found {(run is null ? "neither RUN nor" : "both RUN and")} --machine; expected one of them");
        if (run is null) VerifyMachine(call);
        else VerifyRun(call, run);
    }

    private static void VerifyRun(Call call, string run)
    {
        var start = Stopwatch.GetTimestamp();
        var hash = Retraining.Of(run, call.Note, call.Cancellation);
        var result = new VerifyRunResult(run, hash, Stopwatch.GetElapsedTime(start).TotalSeconds);
        call.Result(result, VerifyJson.Default.VerifyRunResult, writer => writer.WriteLine($"{run}: trained again in {result.Seconds:0} s, the same weights to the last bit: {hash}"));
    }

    private void VerifyMachine(Call call)
    {
        var start = Stopwatch.GetTimestamp();
        var before = Parallelism.ThreadCount;
        int[] counts = call.IsGiven(threads) ? [before] : before == 1 ? [1, 2] : [1, before];
        var differing = call.Track(progress =>
        {
            progress.Begin("computing golden hashes", counts.Length * Checksums.Names.Count(), "hashes");
            var found = new List<string>();
            var done = 0;
            foreach (var count in counts)
            {
                Parallelism.ThreadCount = count;
                foreach (var name in Checksums.Names)
                {
                    call.Cancellation.ThrowIfCancellationRequested();
                    if (Checksums.Compute(name) != Checksums.Golden(name)) found.Add($"{name} on {Words.Of(count, "thread")}");
                    progress.Advance(++done);
                }
            }
            progress.End();
            return found;
        });
        Parallelism.ThreadCount = before;
        if (differing.Count > 0)
            throw new InvalidDataException($"verify: {string.Join(", ", differing)}: other bits than those on record; expected the same on any machine, so please report this with the output of ansatz --version");
        var result = new VerifyMachineResult(
            [.. Checksums.Names.Select(name => new GoldenHash(name, Checksums.Golden(name)))], counts, $"{RuntimeInformation.ProcessArchitecture}", Machine.Describe(), Stopwatch.GetElapsedTime(start).TotalSeconds);
        call.Result(result, VerifyJson.Default.VerifyMachineResult, writer =>
        {
            foreach (var (name, hash) in result.Hashes) writer.WriteLine($"{name,-24}{hash}");
            writer.WriteLine($"{result.Hashes.Count} hashes, on {string.Join(" and on ", counts.Select(n => Words.Of(n, "thread")))}: the bits on record. {result.Machine}, {result.Seconds:0} s.");
            writer.WriteLine("Proved here: elementary functions, random numbers, convolutions, rendering, mixtures, Boltzmann machines and training of autoencoders give the recorded bits.");
        });
    }
}
