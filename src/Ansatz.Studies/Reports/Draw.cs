namespace Ansatz.Studies.Reports;

/// <summary>Charts as the studies draw them.</summary>
internal static class Draw
{
    public static string Chart(string title, Axis x, Axis y, params IReadOnlyList<Mark> marks) => new Chart { Title = title, X = x, Y = y, Marks = marks }.ToSvg();

    /// <summary>A chart whose axes have equal scales.</summary>
    public static Chart Plane(string title, Axis x, Axis y, int width, int height, params IReadOnlyList<Mark> marks) =>
        new() { Title = title, X = x, Y = y, HasEqualScales = true, Width = width, Height = height, Marks = marks };
}
