using Ansatz.Figures;

namespace Outside;

internal static class Pictures
{
    public static void Run()
    {
        var svg = new Chart { Title = "a cross", Marks = [new Line("line", [0, 1], [0, 1]), new Cross("cross", 3, 4)] }.ToSvg();
        Check.That(svg.Split("class=\"cross\"").Length == 3, "both lines of the cross are drawn");
        Check.That(svg.Contains(">4<", StringComparison.Ordinal), "the axis covers the cross");
        Check.Done("a mark");
    }
}
