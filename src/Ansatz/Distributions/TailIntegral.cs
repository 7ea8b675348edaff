using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The logarithm of a density up to a constant, and its slopes by the parameters.</summary>
internal interface ILogDensity
{
    /// <summary>ℓ(u).</summary>
    double At(double u);

    /// <summary>∂ log p(u; θ)/∂θᵢ with the normalizer of p.</summary>
    void Scores(double u, Span<double> scores);
}

/// <summary>
/// ∫ e^{ℓ(t) − ℓ(u)} dt from u outwards, where ℓ falls: the tail of a density divided by the density at u. It serves the incomplete gamma and beta
/// functions, Student's t and the von Mises distribution, and their derivatives by the parameters, at any parameter.
/// </summary>
/// <remarks>
/// <para>Gauss and Legendre's rule of 16 points on panels that double in width. A panel is halved until ℓ falls by at most 16 on it and bends by at most 2,
/// and the last one ends where the integrand is below e⁻⁴⁵. Then the relative error is about 1e-13: all terms are positive.</para>
/// <para>Where ℓ(u) itself is below −10⁹, differences of ℓ have too few digits. There the tail is that of an exponential with the slope at u.</para>
/// <para>The derivative of a tail by a parameter is the integral of p·∂ log p/∂θ over it, from the same points.</para>
/// </remarks>
internal static class TailIntegral
{
    private const double LargestFall = 16, LargestBend = 2, End = 45, FarBelow = -1e9, NoFeatureBeyond = 128;
    private const int PanelLimit = 4000;

    private static ReadOnlySpan<double> Nodes =>
    [
        0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438, 0.755404408355003, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499,
    ];

    private static ReadOnlySpan<double> Weights =>
    [
        0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674, 0.12462897125553388, 0.09515851168249279, 0.062253523938647894, 0.027152459411754096,
    ];

    /// <summary>The integral, and in <paramref name="moments"/> that of e^{ℓ(t) − ℓ(u)}·∂ log p/∂θᵢ.</summary>
    /// <param name="density">ℓ and its scores.</param>
    /// <param name="u">Where the tail begins.</param>
    /// <param name="direction">1 for the upper tail, −1 for the lower one.</param>
    /// <param name="length">Where the support ends, from u.</param>
    /// <param name="moments">One for each parameter, or none.</param>
    public static double Ratio<TDensity>(TDensity density, double u, double direction, double length, Span<double> moments) where TDensity : struct, ILogDensity
    {
        moments.Clear();
        var top = density.At(u);
        if (!double.IsFinite(top)) return 0;
        if (top < FarBelow) return Exponential(density, u, direction, length, top, moments);
        double start = 0, width = Math.Min(1, length), fallen = 0, sum = 0;
        Span<double> scores = stackalloc double[moments.Length];
        for (var panel = 0; panel < PanelLimit && start < length && fallen < End; panel++)
        {
            width = Math.Min(width, length - start);
            double end;
            while (true)
            {
                end = top - density.At(u + direction * (start + width));
                var middle = top - density.At(u + direction * (start + 0.5 * width));
                if (!(end - fallen > LargestFall || Math.Abs(end - 2 * middle + fallen) > LargestBend) || width < 1e-300) break;
                width *= end - fallen > 1e4 ? 1.0 / 64 : 0.5;
            }
            sum += Panel(density, top, u, direction, start, width, scores, moments);
            start += width;
            width *= start > NoFeatureBeyond ? 8 : 2;
            fallen = end;
        }
        return sum;
    }

    /// <summary>
    /// The same as logarithms, of a density whose mode is 0, in a direction that may lead over the mode: then the part up to the mode is added to the tail beyond it.
    /// </summary>
    /// <returns>log ∫ e^ℓ; the moments are divided by e^{ℓ(u)}.</returns>
    public static double LogMass<TDensity>(TDensity density, double u, double direction, Span<double> moments) where TDensity : struct, ILogDensity
    {
        if (u * direction >= 0) return density.At(u) + DoubleMath.Log(Ratio(density, u, direction, double.PositiveInfinity, moments));
        Span<double> part = stackalloc double[moments.Length];
        var mass = Ratio(density, 0, direction, double.PositiveInfinity, moments) + Ratio(density, 0, -direction, Math.Abs(u), part);
        var scale = moments.Length > 0 ? DoubleMath.Exp(Math.Min(density.At(0) - density.At(u), 700)) : 1;
        for (var i = 0; i < moments.Length; i++) moments[i] = scale * (moments[i] + part[i]);
        return density.At(0) + DoubleMath.Log(mass);
    }

    private static double Exponential<TDensity>(TDensity density, double u, double direction, double length, double top, Span<double> moments) where TDensity : struct, ILogDensity
    {
        var step = Math.Min(length, 1e-4 * Math.Max(Math.Abs(u), 1e-200));
        var mass = Math.Min(length, step / (top - density.At(u + direction * step)));
        if (!(mass > 0)) return 0;
        if (moments.Length > 0) density.Scores(u, moments);
        foreach (ref var moment in moments) moment *= mass;
        return mass;
    }

    private static double Panel<TDensity>(TDensity density, double top, double u, double direction, double start, double width, Span<double> scores, Span<double> moments)
        where TDensity : struct, ILogDensity
    {
        double half = 0.5 * width, centre = start + half, sum = 0;
        for (var k = 0; k < 2 * Nodes.Length; k++)
        {
            var node = k < Nodes.Length ? -Nodes[Nodes.Length - 1 - k] : Nodes[k - Nodes.Length];
            var weight = k < Nodes.Length ? Weights[Nodes.Length - 1 - k] : Weights[k - Nodes.Length];
            var at = u + direction * Math.FusedMultiplyAdd(half, node, centre);
            var mass = half * weight * DoubleMath.Exp(density.At(at) - top);
            sum += mass;
            if (moments.Length == 0) continue;
            density.Scores(at, scores);
            for (var i = 0; i < moments.Length; i++) moments[i] += mass * scores[i];
        }
        return sum;
    }
}
