using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// ∑ x² in double, where the squares of floats neither overflow nor round. Lane l of a block sums elements l, l + 8, …; the lanes are folded in a
/// fixed tree. The length alone decides the blocks, which are added in order.
/// </summary>
internal static unsafe class SquareSum
{
    public static double Of(ReadOnlySpan<float> x)
    {
        var blocks = Pieces.Count(x.Length, BitConstants.SquareSumBlock);
        var partials = (double*)Scratch.Floats(ScratchUse.Partials, 2 * blocks);
        fixed (float* p = x)
            ForkJoin.For(blocks, new Body(p, x.Length, partials));
        var sum = 0.0;
        for (var b = 0; b < blocks; b++) sum += partials[b];
        return sum;
    }

    private readonly struct Body(float* x, int length, double* partials) : IParallelBody
    {
        public void Invoke(int index)
        {
            Vector512<double> low = default, high = default;
            int i = index * BitConstants.SquareSumBlock, end = i + Math.Min(BitConstants.SquareSumBlock, length - i);
            for (; i < end; i += Lanes.Count)
            {
                var values = Lanes.Load(new(x + i, Math.Min(Lanes.Count, end - i)));
                var (a, b) = Vector512.Widen(values);
                low = Vector512.FusedMultiplyAdd(a, a, low);
                high = Vector512.FusedMultiplyAdd(b, b, high);
            }
            partials[index] = Lanes.Fold(low + high);
        }
    }
}
