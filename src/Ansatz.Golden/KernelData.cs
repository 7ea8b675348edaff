namespace Ansatz.Golden;

/// <summary>Reproducible test values.</summary>
internal static class KernelData
{
    /// <summary>Values in (−1, 1) from a linear congruential sequence.</summary>
    public static float[] Values(int count, int seed)
    {
        var result = new float[count];
        var state = (ulong)seed * 0x9E3779B97F4A7C15 + 1;
        for (var i = 0; i < count; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            result[i] = (float)((long)state >> 40) / (1 << 23);
        }
        return result;
    }
}
