using Ansatz.Tensors;

namespace Ansatz.Tables.Transforms;

/// <summary>
/// A smooth increasing map through knots (xₖ, yₖ): rational quadratics between two knots, straight lines outside. With s = Δy/Δx, slopes d and e at the ends of a piece and
/// ξ = (x − xₖ)/Δx: y = yₖ + Δy(sξ² + dξ(1 − ξ))/(s + (d + e − 2s)ξ(1 − ξ)).
/// </summary>
/// <remarks>
/// The slope at an inner knot is the weighted harmonic mean of its two secants, so the map has a continuous slope above 0. Gregory and Delbourgo, Piecewise rational quadratic interpolation to
/// monotonic data (1982); the mean is that of Fritsch and Butland, A method for constructing local monotone piecewise cubic interpolants (1984).
/// </remarks>
internal sealed class MonotoneSpline
{
    private readonly double[] x, y, slopes;

    /// <param name="x">Ascending, two or more.</param>
    /// <param name="y">Ascending, as many.</param>
    public MonotoneSpline(double[] x, double[] y)
    {
        (this.x, this.y, slopes) = (x, y, new double[x.Length]);
        for (var k = 0; k < x.Length; k++)
        {
            if (k == 0) slopes[k] = Secant(0);
            else if (k == x.Length - 1) slopes[k] = Secant(k - 1);
            else
            {
                double left = x[k] - x[k - 1], right = x[k + 1] - x[k], share = (left + 2 * right) / (3 * (left + right));
                slopes[k] = 1 / (share / Secant(k - 1) + (1 - share) / Secant(k));
            }
        }
    }

    public double[] X => x;

    public double[] Y => y;

    /// <summary>y and log dy/dx.</summary>
    public (double Y, double LogSlope) Forward(double at)
    {
        if (at <= x[0]) return (y[0] + slopes[0] * (at - x[0]), DoubleMath.Log(slopes[0]));
        if (at >= x[^1]) return (y[^1] + slopes[^1] * (at - x[^1]), DoubleMath.Log(slopes[^1]));
        var k = Piece(x, at);
        double width = x[k + 1] - x[k], xi = (at - x[k]) / width, s = Secant(k), d = slopes[k], e = slopes[k + 1], both = xi * (1 - xi), below = s + (d + e - 2 * s) * both;
        var value = y[k] + (y[k + 1] - y[k]) * (s * xi * xi + d * both) / below;
        var slope = s * s * (e * xi * xi + 2 * s * both + d * (1 - xi) * (1 - xi)) / (below * below);
        return (value, DoubleMath.Log(slope));
    }

    /// <summary>x at y: the root in [0, 1] of a quadratic in ξ, in the form that does not cancel.</summary>
    public double Inverse(double at)
    {
        if (at <= y[0]) return x[0] + (at - y[0]) / slopes[0];
        if (at >= y[^1]) return x[^1] + (at - y[^1]) / slopes[^1];
        var k = Piece(y, at);
        double height = y[k + 1] - y[k], rise = at - y[k], s = Secant(k), d = slopes[k], bend = d + slopes[k + 1] - 2 * s;
        double a = height * (s - d) + rise * bend, b = height * d - rise * bend, c = -s * rise;
        var xi = 2 * c / (-b - Math.Sqrt(Math.Max(0, b * b - 4 * a * c)));
        return x[k] + Math.Clamp(xi, 0, 1) * (x[k + 1] - x[k]);
    }

    private double Secant(int k) => (y[k + 1] - y[k]) / (x[k + 1] - x[k]);

    // The last knot at or below, but never the last of all.
    private static int Piece(double[] knots, double at)
    {
        var k = Array.BinarySearch(knots, at);
        return Math.Clamp(k >= 0 ? k : ~k - 1, 0, knots.Length - 2);
    }
}
