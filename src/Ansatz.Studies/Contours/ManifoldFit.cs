namespace Ansatz.Studies.Contours;

/// <summary>The nearest points of the true manifold to n images: for each its parameters (a, θ) and how far its rendering is from the image.</summary>
/// <param name="A">The shears found: [n].</param>
/// <param name="Theta">The rotations found, in [0, 2π): [n].</param>
/// <param name="Residual">The mean absolute difference between image and rendering in units of 1/255: [n].</param>
public sealed record ManifoldFit(float[] A, float[] Theta, float[] Residual)
{
    /// <summary>The median of the residuals, in 1/255.</summary>
    public double MedianResidual { get; } = Quantile.Of(Residual, 0.5);

    /// <summary>The residual that 95 % of the images do not exceed, in 1/255.</summary>
    public double Residual95 { get; } = Quantile.Of(Residual, 0.95);

    /// <summary>The Kolmogorov–Smirnov distance of θ from U[0, 2π).</summary>
    public double ThetaKs { get; } = KolmogorovSmirnov.FromUniform(Theta, 0, Math.Tau);

    /// <summary>The Kolmogorov–Smirnov distance of a from N(3, 1).</summary>
    public double AKs { get; } = KolmogorovSmirnov.FromNormal(A, 3, 1);

    /// <summary>The distance that n true draws of a or θ exceed with a probability of 5 %.</summary>
    public double KsBound95 { get; } = KolmogorovSmirnov.Bound95(A.Length);
}

/// <summary>The errors of the search on images with known parameters: medians, 95 % quantiles, and the remaining residuals.</summary>
/// <param name="MedianA">The median of |Δa|.</param>
/// <param name="A95">The 95 % quantile of |Δa|.</param>
/// <param name="MedianTheta">The median of |Δθ| around the circle, in radians.</param>
/// <param name="Theta95">The 95 % quantile of |Δθ| around the circle, in radians.</param>
/// <param name="MedianResidual">In 1/255: the floor of every residual the search reports.</param>
/// <param name="Residual95">In 1/255.</param>
public sealed record ManifoldError(double MedianA, double A95, double MedianTheta, double Theta95, double MedianResidual, double Residual95);
