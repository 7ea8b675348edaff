using System.Text.Json;
using Ansatz.Benchmarks.Machine;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Comparison;

/// <summary>Every step beside its peer, in one run, as one table.</summary>
internal sealed class SideBySide(Options options)
{
    // Kernels on one core too: there the share of peak says most.
    private static readonly string[] kernels = ["gemm", "convolution-forward", "convolution-input-gradient", "convolution-weight-gradient"];

    private readonly Peaks peaks = new();
    private readonly List<Row> rows = [];

    public void Run()
    {
        var all = Environment.ProcessorCount;
        foreach (var threads in new[] { 1, all }) peaks.Observe(threads);
        string versions;
        using (var peers = new Peers(options, peaks))
        {
            versions = peers.Versions;
            foreach (var name in StepTable.Names.Where(options.Includes)) Measure(name, peers);
        }
        if (options.Includes(WholeRuns.Study)) Add(WholeRuns.MeasureStudy(all));
        if (options.Includes(WholeRuns.Memory)) Add(WholeRuns.MeasureMemory(all, options));
        if (options.Includes(WholeRuns.StartUp)) Add(WholeRuns.MeasureStartUp());
        List<Row> finished = [.. rows.Select(WithShare)];
        foreach (var line in Table.Of(finished)) Console.WriteLine(line);
        Console.WriteLine();
        Console.WriteLine($"{Processor.Describe()}; peaks of this run: {peaks.Gigaflops(1):F0} GFLOP/s of fused multiply-adds on one core, {peaks.Gigaflops(all):F0} on {all};");
        Console.WriteLine($"memory {MemoryPeak.Measure(1):F0} GB/s copied by one core, {MemoryPeak.Measure(all):F0} by {all}. Every ratio is against the first named peer, the faster of the two, on this CPU, eager, at the best of its settings:");
        Console.WriteLine($"{versions}.");
        Console.WriteLine("Line: what a cache line takes from core to core, the median of the rounds; some 50 ns where they share a cache, more where they do not.");
        if (options.JsonFile is { } file) File.WriteAllText(file, JsonSerializer.Serialize(finished, RowJson.Default.ListRow) + "\n");
    }

    /// <summary>The numbers of threads with which a step is measured.</summary>
    public static int[] ThreadsOf(string step) => kernels.Contains(step) && Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [Environment.ProcessorCount];

    private void Measure(string name, Peers peers)
    {
        var step = StepTable.Make(name);
        peers.CheckSameNetwork(name, step);
        var clock = new StepClock(step);
        foreach (var count in ThreadsOf(name)) Add(new Race(name, count, options.Pace).Run(step, clock, peers, peaks));
    }

    private void Add(Row row)
    {
        rows.Add(row);
        Console.Error.WriteLine(Table.Line(row));
    }

    // Once the whole run has shown how high the peak is.
    private Row WithShare(Row row) => row with { ShareOfPeak = row.Gigaflops / peaks.Gigaflops(row.Threads) };
}
