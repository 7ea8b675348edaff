namespace Ansatz.Studies.Flows;

/// <summary>
/// A density in the plane given by construction: its logarithm is exact, and so are its draws. So KL(true ‖ model) = E[log p(x) − log q(x)] can be estimated with a standard error.
/// </summary>
internal abstract class FlowToy
{
    /// <summary>All of them, with the noise that each states.</summary>
    public static IReadOnlyList<FlowToy> All { get; } = [Moons(), new Rings(), EightGaussians(), new Pinwheel(), new Checkerboard(), Spirals(), new ContourToy()];

    /// <summary>In kebab-case.</summary>
    public abstract string Name { get; }

    /// <summary>log p(x₁, x₂) in nats; −∞ where the density is 0.</summary>
    public abstract double LogDensity(double x1, double x2);

    /// <summary>One draw.</summary>
    public abstract (double X1, double X2) Draw(Rng rng);

    /// <summary>Draws [count, 2]; draw i depends on the stream and on i alone.</summary>
    public Tensor Sample(Rng rng, int count)
    {
        var values = new float[2 * count];
        var examples = new FlowToyExamples(this, rng, count);
        for (var i = 0; i < count; i++) examples.CopyTo(i, values.AsSpan(2 * i, 2));
        return Tensor.From(values, [count, 2]);
    }

    /// <summary>log p of each point in nats.</summary>
    /// <param name="points">[n, 2].</param>
    public double[] LogDensities(Tensor points)
    {
        var values = points.ToArray();
        return [.. Enumerable.Range(0, values.Length / 2).Select(i => LogDensity(values[2 * i], values[2 * i + 1]))];
    }

    /// <summary>KL(true ‖ model) at some draws of the true density, and its standard error.</summary>
    /// <param name="truth">log p of each draw.</param>
    /// <param name="scores">log q of each.</param>
    public static (double Kl, double StandardError) Divergence(ReadOnlySpan<double> truth, ReadOnlySpan<double> scores)
    {
        double sum = 0, square = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            var difference = truth[i] - scores[i];
            sum += difference;
            square += difference * difference;
        }
        var mean = sum / scores.Length;
        return (mean, Math.Sqrt(Math.Max(0, square / scores.Length - mean * mean) / scores.Length));
    }

    // Two half circles of radius 1, each of 100 normals with σ = 0.1 at equal distances.
    private static GaussiansToy Moons() => new("moons", 0.1, [.. Enumerable.Range(0, 200).Select(i =>
    {
        var (sine, cosine) = GaussiansToy.Turn((i % 100 + 0.5) / 200);
        return i < 100 ? (cosine, sine) : (1 - cosine, 0.5 - sine);
    })]);

    // σ = 0.2 on a circle of radius 2.
    private static GaussiansToy EightGaussians() => new("eight-gaussians", 0.2, [.. Enumerable.Range(0, 8).Select(i =>
    {
        var (sine, cosine) = GaussiansToy.Turn(i / 8.0);
        return (2 * cosine, 2 * sine);
    })]);

    // Two arms of one and a half turns up to radius 3, each of 300 normals with σ = 0.1, at distances that fall outwards as 1/radius.
    private static GaussiansToy Spirals() => new("spirals", 0.1, [.. Enumerable.Range(0, 600).Select(i =>
    {
        var share = Math.Sqrt((i % 300 + 0.5) / 300);
        var (sine, cosine) = GaussiansToy.Turn(1.5 * share + (i < 300 ? 0 : 0.5));
        return (3 * share * cosine, 3 * share * sine);
    })]);
}

/// <summary>Draws of a density as training examples, each fresh: example i is draw i of a stream.</summary>
internal sealed class FlowToyExamples(FlowToy toy, Rng rng, int count) : IExampleSource
{
    public int Count => count;

    public Shape ExampleShape => [2];

    public void CopyTo(int position, Span<float> destination)
    {
        var (x1, x2) = toy.Draw(rng.Fork(position));
        (destination[0], destination[1]) = ((float)x1, (float)x2);
    }
}
