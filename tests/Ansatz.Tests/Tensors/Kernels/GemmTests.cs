using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

[Collection(KernelCollection.Name)]
public sealed unsafe class GemmTests
{
    public static TheoryData<int, int, int> Sizes => new()
    {
        { 1, 1, 1 }, { 1, 5, 7 }, { 5, 1, 9 }, { 3, 3, 3 }, { 12, 32, 10 }, { 13, 33, 11 }, { 11, 31, 300 }, { 24, 16, 257 }, { 32, 5, 64 },
        { 32, 128, 1000 }, { 128, 5, 33 }, { 125, 260, 40 }, { 2, 300, 50 }, { 300, 2, 50 }, { 4, 64, 64 }, { 7, 100, 128 }, { 121, 257, 12 }, { 6, 40, 0 },
        { 32, 48, 9000 }, { 5, 17, 4097 }, { 64, 130, 513 },
        // few columns or rows, with whole and ragged vectors of terms and several blocks
        { 300, 2, 64 }, { 3, 200, 1040 }, { 2, 7, 8208 }, { 4, 130, 5000 }, { 130, 4, 4112 }, { 1, 1, 4096 }, { 1, 97, 600 }, { 67, 1, 48 },
        // with tiles that are transposed
        { 45, 150, 600 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void AgreesWithTheNaiveProductInEveryTransposition(int m, int n, int k)
    {
        foreach (var (aTransposed, bTransposed) in (ReadOnlySpan<(bool, bool)>)[(false, false), (true, false), (false, true), (true, true)])
            foreach (var accumulate in (bool[])[false, true])
                Check(new Case(m, n, k, aTransposed, bTransposed, accumulate, 0, false, 1));
    }

    [Theory]
    [InlineData(32, 128, 50, 0.1f)]
    [InlineData(13, 37, 20, 0f)]
    [InlineData(5, 3, 5000, 0.5f)]
    [InlineData(100, 16, 600, 1f)]
    public void AddsBiasAndBendsNegativeValues(int m, int n, int k, float slope) =>
        Check(new Case(m, n, k, false, false, false, 0, true, slope));

    [Theory]
    [InlineData(13, 37, 20)]
    [InlineData(5, 3, 9000)]
    public void LeavesWhatLiesBetweenTheRowsAlone(int m, int n, int k) => Check(new Case(m, n, k, false, true, true, 5, true, 0.25f));

    [Theory]
    [InlineData(40, 101, 70)]
    [InlineData(70, 151, 600)]
    [InlineData(37, 70, 4100)]
    public void TurnsTransposedProductsRound(int m, int n, int k) => Check(new Case(m, n, k, false, true, false, 5, true, 0.25f));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MakesOutputsBeyondTheCaches(bool accumulate) => Check(new Case(40_001, 105, 7, true, false, accumulate, 3, false, 1));

    [Theory]
    [InlineData(1, 48)]
    [InlineData(5, 3)]
    [InlineData(12, 32)]
    public void ASumThatVanishesIsPositiveZero(int m, int n)
    {
        float[] a = Enumerable.Repeat(-1e-30f, m).ToArray(), b = Enumerable.Repeat(1e-30f, n).ToArray();
        var c = SameBits.Everywhere(() =>
        {
            var result = new float[m * n];
            fixed (float* pa = a, pb = b, pc = result) Gemm.Multiply(m, n, 1, pa, 1, 1, pb, n, 1, pc, n);
            return result;
        });
        Assert.All(c, x => Assert.Equal(0, BitConverter.SingleToInt32Bits(x)));
    }

    private sealed record Case(int M, int N, int K, bool ATransposed, bool BTransposed, bool Accumulate, int Gap, bool Bias, float Slope);

    private static void Check(Case x)
    {
        var (m, n, k) = (x.M, x.N, x.K);
        float[] a = Values(m * k, 1), b = Values(k * n, 2), c = Values(m * (n + x.Gap), 3), bias = Values(n, 4);
        var (aRow, aColumn) = x.ATransposed ? (1, m) : (k, 1);
        var (bRow, bColumn) = x.BTransposed ? (1, k) : (n, 1);
        var actual = SameBits.Everywhere(() =>
        {
            var result = (float[])c.Clone();
            fixed (float* pa = a, pb = b, pc = result, pBias = bias)
                Gemm.Multiply(m, n, k, pa, aRow, aColumn, pb, bRow, bColumn, pc, n + x.Gap, x.Accumulate, x.Bias ? pBias : null, x.Slope);
            return result;
        });
        for (var i = 0; i < m; i++)
            for (var j = 0; j < n + x.Gap; j++)
            {
                var at = i * (n + x.Gap) + j;
                if (j >= n)
                {
                    Assert.Equal(c[at], actual[at]);
                    continue;
                }
                double sum = x.Accumulate ? c[at] : 0, size = Math.Abs(sum);
                for (var p = 0; p < k; p++)
                {
                    double term = (double)a[i * aRow + p * aColumn] * b[p * bRow + j * bColumn];
                    sum += term;
                    size += Math.Abs(term);
                }
                if (x.Bias) (sum, size) = (sum + bias[j], size + Math.Abs(bias[j]));
                if (sum < 0) sum *= x.Slope;
                if (!(Math.Abs(actual[at] - sum) <= 1e-6 * size)) Assert.Fail($"{x}: [{i}, {j}] is {actual[at]}, expected {sum}.");
            }
    }

    private static float[] Values(int count, int seed) => KernelData.Values(count, seed);
}
