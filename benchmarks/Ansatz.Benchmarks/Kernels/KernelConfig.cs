using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Few short iterations in this very process: kernels run for milliseconds and allocate nothing.</summary>
internal static class KernelConfig
{
    public static IConfig Create() => DefaultConfig.Instance
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(10).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(200)))
        .AddColumn(StatisticColumn.Median, RateColumn.Flops, RateColumn.Bytes)
        .HideColumns(Column.StdDev, Column.Error);
}
