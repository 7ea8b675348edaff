using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

[Collection<KernelCollection>]
public sealed class BitMatrixTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 17)]
    [InlineData(65, 64)]
    [InlineData(70, 130)]
    public void BitsComeBackAsTheyWereAndTurned(int rows, int columns)
    {
        var values = Bits(rows, columns, 1);
        var bits = BitMatrix.Of(Tensor.From(values, [rows, columns]))!;
        var back = new float[values.Length];
        bits.CopyTo(back);
        Assert.Equal(values, back);
        bits.Transpose().CopyTo(back);
        for (var r = 0; r < rows; r++)
            for (var c = 0; c < columns; c++) Assert.Equal(values[r * columns + c], back[c * rows + r]);
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void WhatIsNeitherZeroNorOneIsNoBit(float value)
    {
        var values = new float[2 * 19];
        values[^1] = value;
        Assert.Null(BitMatrix.Of(Tensor.From(values, [2, 19])));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 33)]
    [InlineData(5, 64, 16)]
    [InlineData(9, 71, 40)]
    [InlineData(1030, 130, 65)]
    public void AProductOfBitsAddsTheRowsThatAreOn(int m, int k, int n)
    {
        var values = Bits(m, k, 2);
        float[] w = new float[k * n], bias = new float[n], c = new float[m * n];
        new Rng(3).Normal(w);
        new Rng(4).Normal(bias);
        var bits = BitMatrix.Of(Tensor.From(values, [m, k]))!;
        BitProduct.Run(new(bits, w), default, c, bias);
        var once = c.ToArray();
        BitProduct.Run(new(bits, w), default, c);
        for (var r = 0; r < m; r++)
            for (var j = 0; j < n; j++)
            {
                var sum = 0.0;
                for (var p = 0; p < k; p++) sum += (double)values[r * k + p] * w[p * n + j];
                Assert.Equal(bias[j] + sum, once[r * n + j], tolerance: 3e-5);
                Assert.Equal(bias[j] + 2 * sum, c[r * n + j], tolerance: 6e-5);
            }
    }

    [Fact]
    public void ARowOfAProductDependsOnNoOther()
    {
        const int M = 7, K = 100, N = 37;
        var values = Bits(M, K, 5);
        float[] w = new float[K * N], all = new float[M * N], one = new float[N], bias = new float[N];
        new Rng(6).Normal(w);
        BitProduct.Run(new(BitMatrix.Of(Tensor.From(values, [M, K]))!, w), default, all, bias);
        for (var r = 0; r < M; r++)
        {
            BitProduct.Run(new(BitMatrix.Of(Tensor.From(values.AsSpan(r * K, K), [1, K]))!, w), default, one, bias);
            Assert.Equal(all[(r * N)..((r + 1) * N)], one);
        }
    }

    [Theory]
    [InlineData(3, 5, 9, 7)]
    [InlineData(130, 70, 128, 33)]
    public void TwoProductsTogetherAreOneAfterTheOther(int m, int k, int otherK, int n)
    {
        BitMatrix v = BitMatrix.Of(Tensor.From(Bits(m, k, 10), [m, k]))!, otherV = BitMatrix.Of(Tensor.From(Bits(m, otherK, 11), [m, otherK]))!;
        float[] w = new float[k * n], otherW = new float[otherK * n], start = new float[m * n];
        new Rng(12).Normal(w);
        new Rng(13).Normal(otherW);
        new Rng(14).Normal(start);
        float[] together = [.. start], oneByOne = [.. start];
        BitProduct.Run(new(v, w, 3), new(otherV, otherW, -0.7f), together);
        BitProduct.Run(new(v, [.. w.Select(x => 3 * x)]), default, oneByOne);
        BitProduct.Run(new(otherV, [.. otherW.Select(x => -0.7f * x)]), default, oneByOne);
        Assert.Equal(oneByOne, together);
    }

    [Fact]
    public void DrawsFromLogitsAreTheStreamsUniformsBelowTheirProbabilities()
    {
        const int Rows = 60, Columns = 101, Taken = 104; // whole blocks of four
        float[] logits = new float[Rows * Columns], bias = new float[Columns], uniform = new float[Rows * Taken], drawn = new float[Rows * Columns];
        new Rng(7).Normal(logits);
        new Rng(8).Normal(bias);
        logits[0] = 200;
        logits[1] = -200;
        new Rng(9).Uniform(uniform);
        var rng = new Rng(9);
        var bits = new BitMatrix(Rows, Columns);
        rng.Bernoulli(logits, bits, 3, bias);
        bits.CopyTo(drawn);
        for (var r = 0; r < Rows; r++)
            for (var c = 0; c < Columns; c++)
            {
                var above = 1 / (1 + Math.Exp(-(3.0 * logits[r * Columns + c] + bias[c]))) - uniform[r * Taken + c];
                if (Math.Abs(above) > 1e-6) Assert.Equal(above > 0 ? 1f : 0f, drawn[r * Columns + c]);
            }
        Assert.Equal((UInt128)(Rows * Taken / 4), rng.State.Counter);
        Assert.All(Enumerable.Range(0, Rows), r => Assert.Equal(0ul, bits.Row(r)[1] >> (Columns - 64)));
    }

    private static float[] Bits(int rows, int columns, ulong seed)
    {
        var values = new float[rows * columns];
        Array.Fill(values, 0.4f);
        new Rng(seed).Bernoulli(values, values);
        return values;
    }
}
