namespace Ansatz.Tests.Zoo;

/// <summary>Where the elements of an op's input lie.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
internal sealed record Domain(float Low, float High)
{
    private static readonly float[] Landmarks =
    [
        0f, -0f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, -1.17549435e-38f, 1e-20f, -1e-20f, 1e-4f, -1e-4f, 0.5f, -0.5f, 1f, -1f,
        MathF.BitIncrement(1f), MathF.BitDecrement(1f), 2f, -2f, 16f, -16f, 88.7f, -88.7f, 104f, -104f, 1e4f, -1e4f, 1e19f, -1e19f,
        float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity,
    ];

    /// <summary>Every number, the infinities included.</summary>
    public static Domain Everything { get; } = new(float.NegativeInfinity, float.PositiveInfinity);

    /// <summary>Every number but the infinities.</summary>
    public static Domain Finite { get; } = new(float.MinValue, float.MaxValue);

    /// <summary>Numbers whose products and sums stay finite.</summary>
    public static Domain Reals { get; } = new(-1e15f, 1e15f);

    /// <summary>[0, +∞].</summary>
    public static Domain NonNegative { get; } = new(0, float.PositiveInfinity);

    public static Domain Between(float low, float high) => new(low, high);

    /// <summary>The landmarks inside and the bounds, in order; every place where elementary functions change their course.</summary>
    public IEnumerable<float> HardCases => Landmarks.Append(Low).Append(High).Where(Contains).Distinct();

    public bool Contains(float value) => value >= Low && value <= High;

    /// <summary>Values of about a magnitude, of both signs where there are both.</summary>
    public float[] Draw(int count, int seed, float magnitude = 1)
    {
        var u = new Uniforms(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var value = magnitude * (float)Math.Exp(u.Next() - 0.5) * (u.Next() < 0.5 ? -1 : 1);
            if (!Contains(value)) value = -value;
            if (!Contains(value)) value = (float)(Math.Max(Low, -100f) + (Math.Min(High, 100f) - Math.Max(Low, -100f)) * u.Next());
            values[i] = value;
        }
        return values;
    }

    /// <summary>The hard cases over and over, each now as it is, now a little off.</summary>
    public float[] DrawHard(int count, int seed)
    {
        var u = new Uniforms(seed);
        float[] cases = [.. HardCases];
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            var hard = cases[(i + i / cases.Length) % cases.Length];
            var near = (float)(hard * (1 + 0.1 * (u.Next() - 0.5)));
            values[i] = i >= cases.Length && Contains(near) ? near : hard;
        }
        return values;
    }

    /// <summary>Reproducible numbers in [0, 1).</summary>
    private sealed class Uniforms(int seed)
    {
        private ulong state = (ulong)seed * 0x9E3779B97F4A7C15 + 1;

        public double Next()
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            return (state >> 11) * (1.0 / (1L << 53));
        }
    }
}
