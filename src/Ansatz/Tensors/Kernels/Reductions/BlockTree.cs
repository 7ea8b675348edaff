using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// Adds the partial sums of blocks of equal shape in one fixed binary tree: adjacent blocks first, then adjacent pairs, and so on:
/// ((0 + 1) + (2 + 3)) + 4 for five blocks.
/// </summary>
internal static unsafe class BlockTree
{
    /// <summary>first[i] = the tree over first[i], rest[i], rest[i + stride], … (count terms in all), for i in [0, length); rest is overwritten.</summary>
    public static void Combine(float* first, float* rest, nint stride, int count, nint length)
    {
        if (count <= 1) return;
        ForkJoin.For((int)((length + SpeedConstants.Memory.BlockTreePiece - 1) / SpeedConstants.Memory.BlockTreePiece), new Body(first, rest, stride, count, length));
    }

    private readonly struct Body(float* first, float* rest, nint stride, int count, nint length) : IParallelBody
    {
        public void Invoke(int index)
        {
            var start = (nint)index * SpeedConstants.Memory.BlockTreePiece;
            var n = (int)Math.Min(SpeedConstants.Memory.BlockTreePiece, length - start);
            for (var step = 1; step < count; step *= 2)
                for (var i = 0; i + step < count; i += 2 * step)
                    Add(i == 0 ? first + start : rest + (i - 1) * stride + start, rest + (i + step - 1) * stride + start, n);
        }

        private static void Add(float* x, float* y, int n)
        {
            var i = 0;
            for (; i <= n - 16; i += 16) (Vector512.Load(x + i) + Vector512.Load(y + i)).Store(x + i);
            for (; i < n; i++) x[i] += y[i];
        }
    }
}
