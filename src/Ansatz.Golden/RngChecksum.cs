using Ansatz.Random;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over the generator.</summary>
internal static class RngChecksum
{
    public static void Compute(Digest digest)
    {
        var rng = new Rng(42).Fork("checksum").Fork(7);
        var words = new uint[10_001];
        rng.Bits(words);
        digest.Add(words);

        var values = new float[10_001];
        rng.Uniform(values);
        digest.Add(values);
        rng.Bernoulli(values, values);
        digest.Add(values);
        rng.Normal(values);
        digest.Add(values);
        digest.Add(rng.Permutation(1000));
        digest.Add([rng.NextUniform(), rng.NextNormal(), rng.NextInt(1_000_000)]);
    }
}
