using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Sums of a matrix's columns, such as the gradient of a bias.</summary>
internal static unsafe class ColumnSum
{
    private const int RowsABlock = 512;

    /// <summary>y[j] = ∑ᵢ x[i, j], row-major. Blocks of 512 rows are one chain each, combined by <see cref="BlockTree"/>.</summary>
    public static void Run(int rows, int columns, float* x, float* y)
    {
        if (columns == 0) return;
        var blockCount = Math.Max(1, (rows + RowsABlock - 1) / RowsABlock);
        var partials = blockCount == 1 ? null : Scratch.Floats(ScratchUse.Partials, (blockCount - 1) * (nint)columns);
        ForkJoin.For(blockCount, new Body(rows, columns, x, y, partials));
        BlockTree.Combine(y, partials, columns, blockCount, columns);
    }

    private readonly struct Body(int rows, int columns, float* x, float* y, float* partials) : IParallelBody
    {
        public void Invoke(int index)
        {
            var first = index * RowsABlock;
            var last = Math.Min(rows, first + RowsABlock);
            var sum = index == 0 ? y : partials + (index - 1) * (nint)columns;
            new Span<float>(sum, columns).Clear();
            for (var i = first; i < last; i++)
            {
                var row = x + i * (nint)columns;
                var j = 0;
                for (; j <= columns - 16; j += 16) (Vector512.Load(sum + j) + Vector512.Load(row + j)).Store(sum + j);
                for (; j < columns; j++) sum[j] += row[j];
            }
        }
    }
}
