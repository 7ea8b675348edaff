using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

public sealed class LanesTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(20)]
    public void ARaggedEndIsPaddedWithZerosAndNothingBeyondItIsWritten(int count)
    {
        float[] source = [.. Enumerable.Range(1, count).Select(i => (float)i)];
        var lanes = Lanes.Load(source);
        for (var i = 0; i < Lanes.Count; i++) Assert.Equal(i < count ? i + 1 : 0, lanes[i]);

        var memory = new float[40];
        Lanes.Store(Vector512.Create(9f), memory.AsSpan(3, count));
        for (var i = 0; i < memory.Length; i++) Assert.Equal(i >= 3 && i < 3 + Math.Min(count, Lanes.Count) ? 9 : 0, memory[i]);
    }

    [Fact]
    public void TheRaggedEndEqualsTheFullVector()
    {
        var x = ElementaryFunctions.Sweep(16)[..16];
        foreach (var function in ElementaryFunctions.Single.Values)
        {
            var full = function(Lanes.Load(x));
            for (var count = 1; count < Lanes.Count; count++)
            {
                var end = new float[count];
                Lanes.Store(function(Lanes.Load(x.AsSpan(0, count))), end);
                for (var i = 0; i < count; i++) Assert.Equal(full[i], end[i]);
            }
        }
    }

    [Fact]
    public void LanesAreFoldedByHalves()
    {
        var x = new float[16 * 100];
        new Ansatz.Random.Rng(1).Normal(x);
        foreach (var lanes in x.Chunk(16))
        {
            Assert.Equal(Halves(lanes)[0], Lanes.Fold(Lanes.Load(lanes)));
            var v = Lanes.Load(lanes);
            Assert.Equal(Vector128.Create(Lanes.Fold(v), Lanes.Fold(2 * v), Lanes.Fold(3 * v), Lanes.Fold(5 * v)), Lanes.Fold(v, 2 * v, 3 * v, 5 * v));
            var doubles = Array.ConvertAll(lanes[..8], value => 1.0 / value);
            Assert.Equal(Halves(doubles)[0], Lanes.Fold(Vector512.Create(doubles.AsSpan())));
        }

        static T[] Halves<T>(T[] sums) where T : System.Numerics.INumber<T> =>
            sums.Length == 1 ? sums : Halves([.. Enumerable.Range(0, sums.Length / 2).Select(i => sums[i] + sums[i + sums.Length / 2])]);
    }
}
