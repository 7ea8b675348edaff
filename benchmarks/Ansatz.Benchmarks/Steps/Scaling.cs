using Ansatz.Benchmarks.Machine;

namespace Ansatz.Benchmarks.Steps;

/// <summary>How the middle convolution of the published contour network scales: one of batch, image size and channels changes at a time, on one thread and on all.</summary>
internal static class Scaling
{
    private const int Batch = 32, Channels = 64, Size = 36;
    private const double Seconds = 0.4;

    private static readonly int[] batches = [1, 2, 4, 8, 16, 64, 128];
    private static readonly int[] sizes = [9, 18, 28, 37, 72];
    private static readonly int[] channels = [8, 16, 32, 128];

    /// <summary>Prints a table of GFLOP/s and their share of the peak; FLOPs are those of the convolution's definition.</summary>
    public static void Print(TextWriter writer)
    {
        int[] threads = Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];
        double[] peaks = [.. threads.Select(t => FmaPeak.Measure(t))];
        writer.WriteLine($"| batch | size | channels |{string.Concat(threads.SelectMany(t => PassNames.Select(p => $" {p}, {t} |")))}");
        writer.WriteLine($"| ---: | ---: | ---: |{string.Concat(threads.SelectMany(_ => PassNames.Select(_ => " ---: |")))}");
        Row(Batch, Channels, Size);
        foreach (var batch in batches) Row(batch, Channels, Size);
        foreach (var size in sizes) Row(Batch, Channels, size);
        foreach (var count in channels) Row(Batch, count, Size);

        void Row(int batch, int inputs, int size)
        {
            writer.Write($"| {batch} | {size} | {inputs} → {2 * inputs} |");
            for (var i = 0; i < threads.Length; i++)
                foreach (var pass in Enum.GetValues<ConvolutionPass>())
                {
                    var step = new ConvolutionStep(pass, batch, inputs, size);
                    var rate = step.FlopsPerRun / 1e9 / new StepClock(step).Median(threads[i], Seconds);
                    writer.Write($" {rate:F0} ({rate / peaks[i]:F2}) |");
                }
            writer.WriteLine();
        }
    }

    private static string[] PassNames => ["forward", "input gradient", "weight gradient"];
}
