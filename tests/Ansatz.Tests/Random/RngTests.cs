using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Random;

public sealed class RngTests
{
    /// <summary>The three known answers of Random123 1.14, kat_vectors, philox4x32 with 10 rounds.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void PhiloxGivesTheKnownAnswers(ulong key, ulong upper, ulong lower, uint x0, uint x1, uint x2, uint x3)
    {
        var counter = new UInt128(upper, lower);
        Assert.Equal((x0, x1, x2, x3), Philox.Block(key, counter));

        var words = new uint[4];
        new Rng(new RngState(key, counter)).Bits(words);
        Assert.Equal([x0, x1, x2, x3], words);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ulong.MaxValue - 3)]        // a carry into the upper half within one vector
    public void ElementIComesFromBlockIOverFour(ulong lower)
    {
        foreach (var upper in new[] { 0UL, 5UL, ulong.MaxValue })
        {
            var start = new UInt128(upper, lower);
            var words = new uint[203];
            new Rng(new RngState(99, start)).Bits(words);
            for (var i = 0; i < words.Length; i++)
            {
                var (x0, x1, x2, x3) = Philox.Block(99, unchecked(start + (UInt128)(i / 4)));
                Assert.Equal(new[] { x0, x1, x2, x3 }[i % 4], words[i]);
            }
        }
    }

    [Fact]
    public void NValuesTakeNOverFourBlocksRoundedUp()
    {
        foreach (var count in new[] { 0, 1, 4, 5, 31, 32, 33, 1000 })
        {
            var rng = new Rng(3);
            rng.Uniform(new float[count]);
            Assert.Equal((UInt128)((count + 3) / 4), rng.State.Counter);
        }
    }

    [Fact]
    public void AShortCallIsThePrefixOfALongOne()
    {
        Action<Rng, Span<float>>[] fills = [(rng, span) => rng.Uniform(span), (rng, span) => rng.Normal(span)];
        foreach (var fill in fills)
        {
            var whole = new float[300];
            fill(new Rng(5), whole);
            for (var count = 1; count < whole.Length; count += 13)
            {
                var part = new float[count];
                fill(new Rng(5), part);
                Assert.Equal(whole[..count], part);
            }

            // And the rest can be had without the beginning: element 100 stands in block 25.
            var rest = new float[200];
            fill(new Rng(new RngState(5, 25)), rest);
            Assert.Equal(whole[100..], rest);
        }
    }

    [Fact]
    public void UniformIsTheDocumentedFunctionOfTheWord()
    {
        var (words, values) = (new uint[100_000], new float[100_000]);
        new Rng(1).Bits(words);
        new Rng(1).Uniform(values);
        for (var i = 0; i < words.Length; i++)
        {
            var exact = ((words[i] >> 8) + 0.5) / 16777216;
            Assert.Equal(Math.Min((float)exact, 1 - 1 / 16777216f), values[i]);
            Assert.InRange(values[i], float.Epsilon, float.BitDecrement(1));
        }
    }

    [Fact]
    public void NormalIsTheDocumentedFunctionOfTheBlock()
    {
        var (uniform, words, values) = (new float[4000], new uint[4000], new float[4000]);
        new Rng(8).Uniform(uniform);
        new Rng(8).Bits(words);
        new Rng(8).Normal(values);
        for (var i = 0; i < values.Length; i += 2)
        {
            var radius = Math.Sqrt(-2 * Math.Log(uniform[i]));
            var angle = words[i + 1] * (2 * Math.PI / 4294967296.0);
            Assert.Equal(radius * Math.Cos(angle), values[i], 1e-6);
            Assert.Equal(radius * Math.Sin(angle), values[i + 1], 1e-6);
        }
    }

    [Fact]
    public void AForkDependsOnTheKeyAndNotOnTheCounter()
    {
        var (fresh, used) = (new Rng(11), new Rng(11));
        used.Normal(new float[1000]);
        Assert.Equal(fresh.Fork("noise").State, used.Fork("noise").State);
        Assert.Equal(fresh.Fork(12).State, used.Fork(12).State);
        Assert.Equal(new Rng(11).State with { Counter = 250 }, used.State);
    }

    [Fact]
    public void ForksDiffer()
    {
        var rng = new Rng(11);
        ulong[] keys =
        [
            rng.State.Key, rng.Fork("").State.Key, rng.Fork("a").State.Key, rng.Fork("b").State.Key, rng.Fork(0).State.Key, rng.Fork(1).State.Key, rng.Fork(-1).State.Key,
            rng.Fork("\0\0\0\0\0\0\0\0").State.Key, rng.Fork("a").Fork("b").State.Key, rng.Fork("b").Fork("a").State.Key, new Rng(12).Fork("a").State.Key,
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void AForksKeyIsTheHashOfKeyTagAndName()
    {
        // sha256sum of the bytes 2a 00 00 00 00 00 00 00, 00, "noise"; and of the same key, 01, 07 00 00 00 00 00 00 00.
        Assert.Equal(0x4d1f205223951f5eUL, new Rng(42).Fork("noise").State.Key);
        Assert.Equal(0xc1b6d39a2d835796UL, new Rng(42).Fork(7).State.Key);
    }

    [Fact]
    public void ARestoredStateContinuesTheStream()
    {
        var rng = new Rng(21);
        rng.Normal(new float[77]);
        var restored = new Rng(rng.State);
        var (expected, found) = (new float[50], new float[50]);
        rng.Normal(expected);
        restored.Normal(found);
        Assert.Equal(expected, found);
        Assert.Equal(rng.NextInt(1000), restored.NextInt(1000));
    }

    [Fact]
    public void MomentsAreThoseOfTheDistribution()
    {
        const int Count = 1_000_000;
        var x = new float[Count];
        new Rng(2).Uniform(x);
        // Five standard errors: of the mean √(1/12n), of the second moment √(4/45n).
        Assert.Equal(0.5, x.Average(v => (double)v), 5 * Math.Sqrt(1.0 / 12 / Count));
        Assert.Equal(1.0 / 3, x.Average(v => (double)v * v), 5 * Math.Sqrt(4.0 / 45 / Count));

        new Rng(2).Normal(x);
        // E x = 0, E x² = 1, E x³ = 0, E x⁴ = 3; variances of the powers 1, 2, 15, 96.
        double[] moments = [0, 1, 0, 3], variances = [1, 2, 15, 96];
        for (var k = 1; k <= 4; k++)
            Assert.Equal(moments[k - 1], x.Average(v => Math.Pow(v, k)), 5 * Math.Sqrt(variances[k - 1] / Count));
        // Neighbours, among them the cosine and sine of one angle, are uncorrelated.
        for (var lag = 1; lag <= 5; lag++)
            Assert.Equal(0, x.Zip(x.Skip(lag), (a, b) => (double)a * b).Average(), 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void SamplesFollowTheDistributionFunction()
    {
        const int Count = 100_000;
        // Kolmogorov and Smirnov: P(√n·D > 2.69) is about 1e-6.
        var x = new float[Count];
        new Rng(4).Uniform(x);
        Assert.True(KolmogorovSmirnov(x, v => v) * Math.Sqrt(Count) < 2.69);
        new Rng(4).Normal(x);
        Assert.True(KolmogorovSmirnov(x, v => DoubleMath.NormalCdf(v)) * Math.Sqrt(Count) < 2.69);
        // The test has power: a scale off by 5 % is seen.
        Assert.True(KolmogorovSmirnov(x, v => DoubleMath.NormalCdf(v * 1.05)) * Math.Sqrt(Count) > 2.69);
    }

    [Fact]
    public void BernoulliIsOneWhereAUniformValueIsBelow()
    {
        var (probs, uniform, values) = (new float[1001], new float[1001], new float[1001]);
        new Rng(6).Fork("p").Uniform(probs);
        (probs[0], probs[1]) = (0, 1);
        new Rng(6).Uniform(uniform);
        new Rng(6).Bernoulli(probs, values);
        for (var i = 0; i < values.Length; i++) Assert.Equal(uniform[i] < probs[i] ? 1 : 0, values[i]);
        Assert.Equal((0, 1), (values[0], values[1]));
        new Rng(6).Bernoulli(probs, probs);
        Assert.Equal(values, probs);
    }

    [Fact]
    public void IntegersAreEquallyLikely()
    {
        const int Count = 120_000;
        var rng = new Rng(9);
        foreach (var sides in new[] { 1, 2, 6, 100 })
        {
            var seen = new int[sides];
            for (var i = 0; i < Count; i++) seen[rng.NextInt(sides)]++;
            // χ² has sides − 1 degrees of freedom; its mean plus six standard deviations.
            var expected = (double)Count / sides;
            var chiSquare = seen.Sum(n => (n - expected) * (n - expected) / expected);
            Assert.True(chiSquare <= sides - 1 + 6 * Math.Sqrt(2 * (sides - 1)), $"{sides} sides: χ² = {chiSquare:F1}");
        }
        // For 3 · 2²⁹ a word modulo the maximum would favour the lower half two to one.
        const int Large = 3 << 29;
        var low = Enumerable.Range(0, Count).Count(_ => rng.NextInt(Large) < Large / 2);
        Assert.Equal(0.5, (double)low / Count, 5 * 0.5 / Math.Sqrt(Count));
    }

    [Fact]
    public void APermutationHoldsEveryIntegerOnceAndEveryOrderIsEquallyLikely()
    {
        Assert.Equal(Enumerable.Range(0, 1000), new Rng(10).Permutation(1000).Order());
        Assert.Empty(new Rng(10).Permutation(0));

        const int Count = 24_000;
        var rng = new Rng(10);
        var seen = Enumerable.Range(0, Count).Select(_ => string.Concat(rng.Permutation(4))).CountBy(order => order).ToArray();
        Assert.Equal(24, seen.Length);
        Assert.All(seen, order => Assert.InRange(order.Value, 1000 - 170, 1000 + 170));
    }

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Contains("exclusive maximum is 0", Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(0).NextInt(0)).Message, StringComparison.Ordinal);
        Assert.Contains("count is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new Rng(0).Permutation(-1)).Message, StringComparison.Ordinal);
        Assert.Contains("2 probabilities for 3", Assert.Throws<ArgumentException>(() => new Rng(0).Bernoulli(new float[2], new float[3])).Sentence(), StringComparison.Ordinal);
    }

    private static double KolmogorovSmirnov(float[] sample, Func<float, double> distribution)
    {
        var sorted = sample.Order().ToArray();
        return sorted.Select((x, i) => Math.Max(distribution(x) - (double)i / sorted.Length, (i + 1.0) / sorted.Length - distribution(x))).Max();
    }
}
