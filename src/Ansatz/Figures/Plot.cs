using System.Text;

namespace Ansatz.Figures;

/// <summary>The rectangle where data are drawn.</summary>
internal sealed record Plot(PixelScale X, PixelScale Y)
{
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
}
