using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>C = A·B of square matrices.</summary>
/// <param name="size">Rows and columns.</param>
internal sealed class GemmStep(int size) : Step
{
    private readonly Tensor a = Noise.Normal([size, size], 1), b = Noise.Normal([size, size], 2), c = Tensor.Zeros([size, size]);

    public override string Unit => "GFLOP/s";

    public override double WorkPerRun => FlopsPerRun / 1e9;

    public override double FlopsPerRun => 2.0 * size * size * size;

    public override double BytesPerRun => 3.0 * sizeof(float) * size * size;

    public override void Run() => Gemm.Multiply(size, size, size, a.Span, size, 1, b.Span, size, 1, c.Span, size);
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
