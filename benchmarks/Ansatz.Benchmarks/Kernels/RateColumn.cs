using System.Reflection;
using Ansatz.Benchmarks.Machine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Work a second, with its share of what the machine can do at all: of fused multiply-adds, or of a copy through memory.</summary>
internal sealed class RateColumn(string name, string unit, Func<WorkAttribute, double> work, Func<int, double> peak) : IColumn
{
    private readonly Dictionary<int, double> peaks = [];

    public static RateColumn Flops { get; } = new("GFLOP/s (of peak)", "GFLOP/s", w => w.Flops, threads => FmaPeak.Measure(threads));

    public static RateColumn Bytes { get; } = new("GB/s (of a copy)", "GB/s", w => w.Bytes, threads => MemoryPeak.Measure(threads));

    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => $"{unit} at the median, and its share of this machine's peak in this run";

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        var amount = benchmarkCase.Descriptor.WorkloadMethod.GetCustomAttribute<WorkAttribute>() is { } w ? work(w) : 0;
        if (amount == 0 || summary[benchmarkCase]?.ResultStatistics is not { } statistics) return "–";
        var rate = amount / statistics.Median; // a nanosecond's worth is a second's in 10⁹
        return $"{rate:F1} ({rate / Peak((int)benchmarkCase.Parameters[nameof(KernelBenchmark.Threads)]):P0})";
    }

    private double Peak(int threads)
    {
        if (!peaks.TryGetValue(threads, out var found)) peaks[threads] = found = peak(threads);
        return found;
    }
}
