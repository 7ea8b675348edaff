using System.Globalization;
using System.Text;

namespace Ansatz.Figures;

/// <summary>The rectangle where data are drawn.</summary>
internal sealed record Plot(PixelScale X, PixelScale Y)
{
    // More would make the file large, and lie too close together to be found.
    private const int MostHints = 250;
    private const double HintRadius = 6;

    /// <summary>What the axes measure, for the texts that a pointer shows.</summary>
    public (string X, string Y) Labels { get; init; }

    public double Left => X.From;

    public double Right => X.To;

    public double Top => Y.To;

    public double Bottom => Y.From;

    /// <summary>A path through points; where one is not finite it is broken.</summary>
    public string Path(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        var isDown = false;
        foreach (var point in points)
        {
            var (x, y) = (X.At(point.X), Y.At(point.Y));
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                path.Append(isDown ? 'L' : 'M').Append(SvgWriter.Number(x)).Append(' ').Append(SvgWriter.Number(y));
                isDown = true;
            }
            else
            {
                isDown = false;
            }
        }
        return path.ToString();
    }

    /// <summary>A path of discs, drawn with round caps: each point is a line of no length.</summary>
    public string Discs(IEnumerable<(double X, double Y)> points)
    {
        var path = new StringBuilder();
        foreach (var point in points)
        {
            var (x, y) = (X.At(point.X), Y.At(point.Y));
            if (double.IsFinite(x) && double.IsFinite(y)) path.Append('M').Append(SvgWriter.Number(x)).Append(' ').Append(SvgWriter.Number(y)).Append("h0");
        }
        return path.ToString();
    }

    /// <summary>Shows the numbers of points while the pointer is near them, by discs that cannot be seen; too many points have none.</summary>
    public void DrawHints(SvgWriter svg, string? name, IReadOnlyList<double> xs, IReadOnlyList<double> ys)
    {
        if (xs.Count > MostHints) return;
        svg.Open("g", ("class", "hints"), ("fill", "#000000"), ("fill-opacity", "0"));
        for (var i = 0; i < xs.Count; i++)
        {
            double x = X.At(xs[i]), y = Y.At(ys[i]);
            if (double.IsFinite(x) && double.IsFinite(y)) svg.Element("circle", Hint(name, xs[i], ys[i]), ("cx", x), ("cy", y), ("r", HintRadius));
        }
        svg.Close();
    }

    /// <summary>“validation: epoch 3, nats per image 363.2”.</summary>
    public string Hint(string? name, double x, double y) => $"{(name is null ? "" : $"{name}: ")}{Words(Labels.X, x)}, {Words(Labels.Y, y)}";

    private static string Words(string label, double value) =>
        $"{label} {value.ToString("0.######;−0.######", CultureInfo.InvariantCulture)}".TrimStart();
}
