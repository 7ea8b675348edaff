namespace Ansatz.Studies.Contours;

/// <summary>Smooth closed-looking paths through a latent plane.</summary>
public static class LatentPath
{
    private const double Reach = 2;

    /// <summary>zᵢ(t) = 2 sin(fᵢ t + φᵢ) for t = 0, 1, …, with frequencies fᵢ ~ U(0.1, 0.2) and phases φᵢ ~ N(0, 1).</summary>
    /// <param name="rng">The stream of frequencies and phases.</param>
    /// <param name="count">Points of the path.</param>
    public static (double X, double Y)[] Lissajous(Rng rng, int count)
    {
        double f1 = 0.1 + 0.1 * rng.NextUniform(), f2 = 0.1 + 0.1 * rng.NextUniform(), phase1 = rng.NextNormal(), phase2 = rng.NextNormal();
        var path = new (double, double)[count];
        for (var t = 0; t < count; t++) path[t] = (Reach * DoubleMath.Sin(f1 * t + phase1), Reach * DoubleMath.Sin(f2 * t + phase2));
        return path;
    }
}
