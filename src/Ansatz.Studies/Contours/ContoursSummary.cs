namespace Ansatz.Studies.Contours;

/// <summary>What the contour study prints when it is done.</summary>
internal static class ContoursSummary
{
    public static void Write(TextWriter writer, ContoursMetrics m, double beta, string report)
    {
        NumberText.Write(writer, ContoursNumbers.Rows(m, beta));
        writer.WriteLine();
        writer.WriteLine($"{m.Parameters:#,0} parameters, {Words.Of(m.Epochs, "epoch")}, {Words.Count(m.ImagesPerSecond.Train)} images/s in training, peak memory {m.PeakMemoryBytes / 1e6:#,0} MB");
        writer.WriteLine($"{m.Seconds.Total:0.0} s: {m.Seconds.Synthesize:0.0} drawing, {m.Seconds.Train:0.0} training, {m.Seconds.Other:0.0} validating, {m.Seconds.Evaluate:0.0} evaluating, {m.Seconds.Figures:0.0} figures");
        writer.WriteLine($"weights {m.ParametersSha256}");
        writer.WriteLine($"report  {report}");
    }
}
