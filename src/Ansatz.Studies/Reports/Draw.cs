namespace Ansatz.Studies.Reports;

/// <summary>Charts and pictures as the studies draw them.</summary>
internal static class Draw
{
    /// <summary>Pixels from the left to the right edge of a report.</summary>
    public const int PageWidth = 880;

    /// <summary>A grid of images for a report: small images are magnified until it is about as wide as the page, and its gaps show the page.</summary>
    public static Image Pictures(ImageGrid grid) => grid.Filling(PageWidth).ToTransparentImage();

    public static string Chart(string title, Axis x, Axis y, params IReadOnlyList<Mark> marks) => new Chart { Title = title, X = x, Y = y, Marks = marks }.ToSvg();

    /// <summary>A chart whose axes have equal scales.</summary>
    public static Chart Plane(string title, Axis x, Axis y, int width, int height, params IReadOnlyList<Mark> marks) =>
        new() { Title = title, X = x, Y = y, HasEqualScales = true, Width = width, Height = height, Marks = marks };

    /// <summary>A panel of what training reports by epoch, in nats per image.</summary>
    public static Chart Epochs(string title, int width, int height, params IReadOnlyList<Mark> marks) =>
        new() { Title = title, X = new Axis("epoch") { IsInteger = true }, Y = new Axis("nats per image"), Width = width, Height = height, Marks = marks };

    /// <summary>A number by epoch, for <see cref="Epochs"/>.</summary>
    public static Line ByEpoch(string? name, IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> value) =>
        new(name, [.. history.Select(r => (double)r.Epoch)], [.. history.Select(value)]) { HasDots = true };

    /// <summary>ROC curves: the share of one class above a threshold of the anomaly, against the share of all others above it.</summary>
    public static string Roc(string title, string others, string own, int width, int height, params IReadOnlyList<Line> curves) =>
        Plane(title, new Axis(others) { Min = 0, Max = 1 }, new Axis(own) { Min = 0, Max = 1 }, width, height, curves).ToSvg();

    public static Line Curve(string? name, RocCurve roc) => new(name, [.. roc.Points.Select(p => p.False)], [.. roc.Points.Select(p => p.True)]);
}
