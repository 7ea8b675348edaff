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

/// <summary>A finished run, run once more from its own <c>config.json</c> in a temporary folder, and compared.</summary>
internal static class Retraining
{
    private const string Hash = "parametersSha256", LikelihoodSamples = "nll-samples";

    /// <param name="note">Told that training begins, once the folder has been checked.</param>
    /// <returns>The hash of the weights, equal in both.</returns>
    /// <exception cref="InvalidDataException">The folder holds no finished run, or the weights differ.</exception>
    public static string Of(string run, Action<string> note, CancellationToken cancellation)
    {
        var config = RunFiles.Require(run, RunFiles.Config);
        var recorded = RunFiles.ReadText(run, RunFiles.Metrics, Hash);
        var study = StudyTable.Of(run);
        note($"verify: training {run} again; this takes as long as the run did");
        var temporary = Directory.CreateTempSubdirectory("ansatz-verify-").FullName;
        try
        {
            File.Copy(config, Path.Combine(temporary, RunFiles.Config));
            Repeat(study, temporary, run, cancellation);
            var found = RunFiles.ReadText(temporary, RunFiles.Metrics, Hash);
            if (found != recorded) throw new InvalidDataException($"{run}: trained again, the weights have the hash {found}; expected {recorded}, which its {RunFiles.Metrics} records");
            CompareWeights(run, temporary);
            return found;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    // A run that has a configuration and no checkpoint begins at its first step. What is measured of the weights is not compared, so no likelihood is estimated.
    private static void Repeat(Study study, string temporary, string run, CancellationToken cancellation)
    {
        try
        {
            var given = study.Options.Any(o => o.Name == LikelihoodSamples) ? new Dictionary<string, string>(StringComparer.Ordinal) { [LikelihoodSamples] = "0" } : [];
            study.Run(new StudyRequest(temporary, given, IsResumed: true), new SilentConsole($"ansatz verify {run}", cancellation));
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("verify: interrupted", e, cancellation);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UsageException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InvalidDataException($"{run}: it cannot be trained again: {e.Message}", e);
        }
    }

    /// <summary>The hash says what training gave; the file must hold just that.</summary>
    private static void CompareWeights(string run, string temporary)
    {
        string own = Path.Combine(run, RunFiles.Weights), again = Path.Combine(temporary, RunFiles.Weights);
        if (!File.Exists(again)) return;
        if (!File.Exists(own)) throw new InvalidDataException($"{run}: no {RunFiles.Weights} in it; expected the weights of the run");
        Safetensors left = Safetensors.Read(own), right = Safetensors.Read(again);
        var differing = right.Names.Union(left.Names).FirstOrDefault(name => !left.Names.Contains(name) || !right.Names.Contains(name)
            || left[name].Shape != right[name].Shape || !Same(left[name].Values.Span, right[name].Values.Span));
        if (differing is not null) throw new InvalidDataException($"{own}: {differing} differs from what training gives again; the file was changed after the run");

        static bool Same(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
            System.Runtime.InteropServices.MemoryMarshal.AsBytes(a).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b));
    }
}

/// <summary>What <c>verify RUN --json</c> prints.</summary>
/// <param name="ParametersSha256">The hash of the weights, equal in the run and in the second training.</param>
internal sealed record VerifyRunResult(string Run, string ParametersSha256, double Seconds);

/// <summary>What <c>verify --machine --json</c> prints.</summary>
/// <param name="Hashes">Each was computed here and is the one on record.</param>
/// <param name="ThreadCounts">With how many threads each was computed.</param>
internal sealed record VerifyMachineResult(IReadOnlyList<GoldenHash> Hashes, IReadOnlyList<int> ThreadCounts, string Architecture, string Machine, double Seconds);

internal sealed record GoldenHash(string Name, string Sha256);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(VerifyRunResult))]
[JsonSerializable(typeof(VerifyMachineResult))]
internal sealed partial class VerifyJson : JsonSerializerContext;
