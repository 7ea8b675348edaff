namespace Ansatz.Studies.Contours;

/// <summary>
/// Images of filled contours of a flow's density, one flow an image, so that each image has two known factors (a, θ). The flow takes
/// z ~ N(0, 0.3² I₂) through a shift (z₁, z₂ − 2), a scale (z₁, z₂/2), a shear (z₁, z₂ + a z₁²), a rotation by θ and tanh; its density is taken on
/// the 100 × 100 grid linspace(−1, 1)² and drawn with 100 levels in <see cref="ColorMap.Hot"/>.
/// </summary>
public static class FlowContours
{
    /// <summary>Images are [36, 36, 3]: rows from the top, columns, colours.</summary>
    public const int Size = 36;

    /// <summary>The number of bytes of an image.</summary>
    public const int ImageLength = Size * Size * 3;

    /// <summary>The grid's points along either axis.</summary>
    public const int GridSize = FlowGrid.Size;

    /// <summary>Draws a flow's parameters: a ~ N(3, 1) and θ ~ U[0, 2π).</summary>
    public static (float A, float Theta) DrawParameters(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        var a = 3 + rng.NextNormal();
        // The nearest float to 2π lies above it.
        return (a, Math.Min(rng.NextUniform() * MathF.Tau, MathF.BitDecrement(MathF.Tau)));
    }

    /// <summary>Draws the parameters of a data set: those of image i come from the stream <c>rng.Fork("contours").Fork(i)</c>.</summary>
    /// <returns>a and θ of each image: [count, 2].</returns>
    public static float[] DrawParameters(Rng rng, int count)
    {
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var stream = rng.Fork("contours");
        var parameters = new float[2 * count];
        for (var i = 0; i < count; i++) (parameters[2 * i], parameters[2 * i + 1]) = DrawParameters(stream.Fork(i));
        return parameters;
    }

    /// <summary>Draws a data set: image i comes from the stream <c>rng.Fork("contours").Fork(i)</c>, so the images of a smaller set are the first of a larger.</summary>
    /// <returns>The images, [count, 36, 36, 3], and the parameters a and θ, [count, 2].</returns>
    public static (byte[] Images, float[] Parameters) Draw(Rng rng, int count)
    {
        var parameters = DrawParameters(rng, count);
        var images = new byte[checked(ImageLength * count)];
        Render(parameters, images);
        return (images, parameters);
    }

    /// <summary>The log-density on the grid in nats. It is −∞ on the border, where |x| = 1 or |y| = 1 is off the flow's support, and never NaN.</summary>
    /// <param name="a">The shear, finite.</param>
    /// <param name="theta">The rotation in radians, finite.</param>
    /// <param name="logDensity">[100, 100]: row y, column x, both ascending from −1.</param>
    public static void LogDensity(float a, float theta, Span<float> logDensity)
    {
        CheckParameters(a, theta);
        CheckLength(nameof(logDensity), logDensity.Length, GridSize * GridSize, "100 × 100 values");
        var density = new FlowDensity(a, theta);
        Span<Vector512<float>> columns = stackalloc Vector512<float>[FlowGrid.PointsPerGroup];
        for (var row = 0; row < GridSize; row++)
        {
            density.LogDensity(row, columns);
            for (var x = 0; x < GridSize - 1; x++) logDensity[GridSize * row + x] = columns[x % FlowGrid.CellsPerGroup][x / FlowGrid.CellsPerGroup];
            logDensity[GridSize * row + GridSize - 1] = float.NegativeInfinity;
        }
    }

    /// <summary>Draws one image. Allocates nothing and may run on any number of threads at once.</summary>
    /// <param name="a">The shear, finite.</param>
    /// <param name="theta">The rotation in radians, finite.</param>
    /// <param name="image">[36, 36, 3].</param>
    public static void Render(float a, float theta, Span<byte> image)
    {
        CheckParameters(a, theta);
        CheckLength(nameof(image), image.Length, ImageLength, "36 × 36 pixels of 3 bytes");
        ContourRenderer.Render(new FlowDensity(a, theta), image);
    }

    /// <summary>Draws one image for each pair of parameters, in parallel.</summary>
    /// <param name="parameters">The shears and the rotations in radians: [n, 2].</param>
    /// <param name="images">[n, 36, 36, 3].</param>
    public static unsafe void Render(ReadOnlySpan<float> parameters, Span<byte> images)
    {
        if (parameters.Length % 2 != 0) throw new ArgumentException($"FlowContours: {parameters.Length} parameters, expected pairs of a and θ.");
        var count = parameters.Length / 2;
        CheckLength(nameof(images), images.Length, checked(ImageLength * count), $"{count} images of 36 × 36 pixels of 3 bytes");
        for (var i = 0; i < count; i++) CheckParameters(parameters[2 * i], parameters[2 * i + 1]);
        fixed (float* p = parameters)
        fixed (byte* o = images)
            ForkJoin.For((count + RenderBlock.Length - 1) / RenderBlock.Length, new RenderBlock(p, o, count));
    }

    private static void CheckParameters(float a, float theta)
    {
        if (!float.IsFinite(a) || !float.IsFinite(theta)) throw new ArgumentException($"FlowContours: (a, θ) = ({a}, {theta}), expected finite numbers.");
    }

    private static void CheckLength(string name, int found, int expected, string meaning)
    {
        if (found != expected) throw new ArgumentException($"FlowContours: {name} has {found} elements, expected {expected}: {meaning}.", name);
    }

    /// <summary>A piece of a parallel region: a few images, enough to outweigh handing them out.</summary>
    private readonly unsafe struct RenderBlock(float* parameters, byte* images, int count) : IParallelBody
    {
        public const int Length = 8;

        private readonly float* parameters = parameters;
        private readonly byte* images = images;

        public void Invoke(int index)
        {
            for (var i = Length * index; i < Math.Min(Length * (index + 1), count); i++)
                ContourRenderer.Render(new FlowDensity(parameters[2 * i], parameters[2 * i + 1]), new Span<byte>(images + (long)ImageLength * i, ImageLength));
        }
    }
}
