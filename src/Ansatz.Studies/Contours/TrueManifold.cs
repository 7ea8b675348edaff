namespace Ansatz.Studies.Contours;

/// <summary>
/// The distance of images from the true manifold of contour images, the renderings of all (a, θ): for each image the rendering that is nearest in
/// mean absolute difference. The search starts at the exact nearest of a set of rendered images and refines its parameters with the
/// renderer itself. <see cref="MeasureError"/> tells how far the search can be trusted, on images whose parameters are known.
/// <code>
/// var (images, parameters) = FlowContours.Draw(rng, 20_000);
/// var manifold = new TrueManifold(images, parameters);
/// var fit = manifold.Fit(decodedSamples);
/// Console.WriteLine($"{fit.MedianResidual}/255, θ {fit.ThetaKs}, a {fit.AKs}, bound {fit.KsBound95}");
/// </code>
/// </summary>
public sealed class TrueManifold
{
    private const int Length = FlowContours.ImageLength;
    private readonly NearestImage nearest;
    private readonly ReadOnlyMemory<float> parameters;

    /// <param name="images">The starting points of the search, such as the training images: [n, 36, 36, 3], n ≥ 1. Kept, not copied.</param>
    /// <param name="parameters">Their a and θ: [n, 2]. Kept, not copied.</param>
    public TrueManifold(ReadOnlyMemory<byte> images, ReadOnlyMemory<float> parameters)
    {
        if (CountOf(images.Length, parameters.Length) == 0) throw new ArgumentException("TrueManifold: no images, expected at least one to start from.");
        nearest = new NearestImage(images);
        this.parameters = parameters;
    }

    /// <summary>The nearest points of the manifold to images with values in [0, 1], such as a decoder's means.</summary>
    /// <param name="images">[m, 36, 36, 3].</param>
    /// <exception cref="ArgumentException">There is no image, a broken one, or a value outside [0, 1].</exception>
    public ManifoldFit Fit(ReadOnlyMemory<float> images)
    {
        var scaled = new float[images.Length];
        for (var i = 0; i < scaled.Length; i++)
        {
            var value = images.Span[i];
            if (!(value is >= 0 and <= 1)) throw new ArgumentException($"TrueManifold: image {i / Length} has the value {value}, expected 0 to 1.");
            scaled[i] = 255 * value;
        }
        return Search(scaled);
    }

    /// <summary>The nearest points of the manifold to images of bytes.</summary>
    /// <param name="images">[m, 36, 36, 3].</param>
    /// <exception cref="ArgumentException">There is no image, or a broken one.</exception>
    public ManifoldFit Fit(ReadOnlyMemory<byte> images)
    {
        var values = new float[images.Length];
        for (var i = 0; i < values.Length; i++) values[i] = images.Span[i];
        return Search(values);
    }

    /// <summary>Searches for parameters that are known. The images must not be among those the search starts from, or it starts at the answer.</summary>
    /// <param name="images">[m, 36, 36, 3].</param>
    /// <param name="known">Their a and θ: [m, 2].</param>
    public ManifoldError MeasureError(ReadOnlyMemory<byte> images, ReadOnlyMemory<float> known)
    {
        var count = CountOf(images.Length, known.Length);
        var fit = Fit(images);
        var (errorA, errorTheta) = (new float[count], new float[count]);
        for (var i = 0; i < count; i++)
        {
            errorA[i] = Math.Abs(fit.A[i] - known.Span[2 * i]);
            var turn = WrapAngle(fit.Theta[i] - known.Span[2 * i + 1]);
            errorTheta[i] = Math.Min(turn, MathF.Tau - turn);
        }
        return new(
            Quantile.Of(errorA, 0.5), Quantile.Of(errorA, 0.95), Quantile.Of(errorTheta, 0.5), Quantile.Of(errorTheta, 0.95),
            fit.MedianResidual, fit.Residual95);
    }

    /// <param name="images">In [0, 255], [m, 36, 36, 3].</param>
    private ManifoldFit Search(float[] images)
    {
        if (images.Length == 0 || images.Length % Length != 0)
            throw new ArgumentException($"TrueManifold: the images have {images.Length} values, expected {Length} (36 × 36 × 3) for each of one or more.");
        var found = new ContourRefinement.Point[images.Length / Length];
        ForkJoin.For(found.Length, new SearchBody(this, images, found));
        return new(Array.ConvertAll(found, p => p.A), Array.ConvertAll(found, p => WrapAngle(p.Theta)), Array.ConvertAll(found, p => p.Distance));
    }

    /// <summary>The angle in [0, 2π), up to the rounding of 2π.</summary>
    private static float WrapAngle(float angle)
    {
        var wrapped = angle - MathF.Tau * MathF.Floor(angle / MathF.Tau);
        return wrapped is >= 0 and < MathF.Tau ? wrapped : 0;
    }

    private static int CountOf(int imageValues, int parameterValues)
    {
        var count = imageValues / Length;
        return imageValues == count * Length && parameterValues == 2 * count
            ? count
            : throw new ArgumentException(
                $"TrueManifold: {imageValues} image values and {parameterValues} parameters, expected {Length} (36 × 36 × 3) and 2 (a, θ) for each image.");
    }

    private readonly struct SearchBody(TrueManifold manifold, float[] images, ContourRefinement.Point[] found) : IParallelBody
    {
        public void Invoke(int index)
        {
            var image = images.AsSpan(Length * index, Length);
            var start = 2 * manifold.nearest.Find(image);
            found[index] = ContourRefinement.Minimize(image, manifold.parameters.Span[start], manifold.parameters.Span[start + 1]);
        }
    }
}

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
