namespace Ansatz.Figures;

/// <summary>A linear map of the plane: (x, y) ↦ (a x + c y + e, b x + d y + f), as SVG writes it.</summary>
internal readonly record struct PlaneMap(double A, double B, double C, double D, double E, double F)
{
    public static PlaneMap Scaling(double scale) => new(scale, 0, 0, scale, 0, 0);

    public static PlaneMap Moving(double x, double y) => new(1, 0, 0, 1, x, y);

    /// <summary>The side of a square of area 1, after the map.</summary>
    public double Scale => Math.Sqrt(Math.Abs(A * D - B * C));

    public (double X, double Y) Apply((double X, double Y) point) => (A * point.X + C * point.Y + E, B * point.X + D * point.Y + F);

    /// <summary>The map that applies <paramref name="inner"/> first.</summary>
    public PlaneMap Then(PlaneMap inner) => new(
        A * inner.A + C * inner.B, B * inner.A + D * inner.B, A * inner.C + C * inner.D, B * inner.C + D * inner.D,
        A * inner.E + C * inner.F + E, B * inner.E + D * inner.F + F);

    /// <summary>The map of a transform attribute: translate, scale and rotate by quarter turns, from left to right.</summary>
    /// <exception cref="ArgumentException">It has something else.</exception>
    public static PlaneMap Parse(string transform)
    {
        var map = Scaling(1);
        foreach (var part in transform.Split(')', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var open = part.IndexOf('(', StringComparison.Ordinal);
            double[] n = [.. part[(open + 1)..].Split([' ', ','], StringSplitOptions.RemoveEmptyEntries).Select(SvgPath.Number)];
            map = map.Then((part[..Math.Max(0, open)], n) switch
            {
                ("translate", [var x]) => Moving(x, 0),
                ("translate", [var x, var y]) => Moving(x, y),
                ("scale", [var s]) => Scaling(s),
                ("scale", [var x, var y]) => new(x, 0, 0, y, 0, 0),
                ("rotate", [0]) => Scaling(1),
                ("rotate", [90 or -270]) => new(0, 1, -1, 0, 0, 0),
                ("rotate", [-90 or 270]) => new(0, -1, 1, 0, 0, 0),
                ("rotate", [180 or -180]) => Scaling(-1),
                _ => throw new ArgumentException($"chart: found the transform '{transform}'; a picture expects translate, scale, or rotate by a multiple of 90.", nameof(transform)),
            });
        }
        return map;
    }
}
