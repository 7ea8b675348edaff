using Ansatz.Benchmarks.Steps;
using Ansatz.Tensors;
using BenchmarkDotNet.Attributes;

namespace Ansatz.Benchmarks.Kernels;

/// <summary>Matrix products: a square one, and the three of the published network's widest dense layer.</summary>
public unsafe class GemmBenchmarks : KernelBenchmark
{
    private const int Square = 1024, Batch = 32, Wide = 331_776, Narrow = 128;
    private const double DenseFlops = 2.0 * Batch * Wide * Narrow, DenseBytes = 4.0 * (Batch * Wide + (double)Wide * Narrow + Batch * Narrow);

    private readonly Tensor a = Noise.Normal([Square, Square], 1), b = Noise.Normal([Square, Square], 2), c = Tensor.Zeros([Square, Square]);
    private readonly Tensor x = Noise.Normal([Batch, Wide], 3), w = Noise.Normal([Wide, Narrow], 4), y = Noise.Normal([Batch, Narrow], 5);

    [Benchmark]
    [Work(2.0 * Square * Square * Square)]
    public void SquareProduct() => Multiply(Square, Square, Square, a, Square, 1, b, Square, 1, c, Square);

    [Benchmark]
    [Work(DenseFlops, DenseBytes)]
    public void DenseForward() => Multiply(Batch, Narrow, Wide, x, Wide, 1, w, Narrow, 1, y, Narrow);

    [Benchmark]
    [Work(DenseFlops, DenseBytes)]
    public void DenseInputGradient() => Multiply(Batch, Wide, Narrow, y, Narrow, 1, w, 1, Narrow, x, Wide);

    [Benchmark]
    [Work(DenseFlops, DenseBytes)]
    public void DenseWeightGradient() => Multiply(Wide, Narrow, Batch, x, 1, Wide, y, Narrow, 1, w, Narrow);

    private static void Multiply(int m, int n, int k, Tensor left, nint leftRow, nint leftColumn, Tensor right, nint rightRow, nint rightColumn, Tensor product, nint productRow)
    {
        Gemm.Multiply(m, n, k, left.Span, leftRow, leftColumn, right.Span, rightRow, rightColumn, product.Span, productRow);
    }
}
