using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>C = A·B of square matrices.</summary>
/// <param name="size">Rows and columns.</param>
internal sealed unsafe class GemmStep(int size) : Step
{
    private readonly Tensor a = Noise.Normal([size, size], 1), b = Noise.Normal([size, size], 2), c = Tensor.Zeros([size, size]);

    public override string Unit => "GFLOP/s";

    public override double WorkARun => FlopsARun / 1e9;

    public override double FlopsARun => 2.0 * size * size * size;

    public override double BytesARun => 3.0 * sizeof(float) * size * size;

    public override void Run()
    {
        fixed (float* pa = a.Span, pb = b.Span, pc = c.Span) Gemm.Multiply(size, size, size, pa, size, 1, pb, size, 1, pc, size);
    }
}

/// <summary>Operands that are no special case.</summary>
internal static class Noise
{
    public static Tensor Normal(Shape shape, ulong seed)
    {
        var tensor = Tensor.Zeros(shape);
        new Rng(seed).Normal(tensor.Span);
        return tensor;
    }
}
