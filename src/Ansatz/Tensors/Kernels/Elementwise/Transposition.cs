namespace Ansatz.Tensors;

/// <summary>
/// Copies a tensor with its dimensions in another order. Dimensions of length 1 are ignored, and adjacent dimensions that stay adjacent are merged. If the
/// last dimension stays last, it is copied in blocks. Otherwise the copy uses square tiles, so that reads and writes stay within a few cache lines.
/// </summary>
internal static unsafe class Transposition
{
    private const int Tile = 16;

    /// <summary>y[i_{p₀}, i_{p₁}, …] = x[i₀, i₁, …] with p the order.</summary>
    public static void Run(Shape shape, ReadOnlySpan<int> order, ReadOnlySpan<float> x, Span<float> y)
    {
        Lengths.Expect(nameof(Transposition), nameof(x), shape.Size, x.Length);
        Lengths.Expect(nameof(Transposition), nameof(y), shape.Size, y.Length);
        if (shape.Size == 0) return;
        // The dimensions of y, outermost first: their lengths, and their strides in x.
        Span<int> lengths = stackalloc int[Shape.MostDimensions + 2], strides = stackalloc int[Shape.MostDimensions + 2];
        lengths[0] = lengths[1] = 1;
        strides[0] = strides[1] = 0;
        var rank = 2; // begins with two dimensions of length 1, so that a row and a column always exist
        foreach (var axis in order)
        {
            int length = shape[axis], stride = shape[(axis + 1)..].Size;
            if (length == 1) continue;
            if (rank > 2 && strides[rank - 1] == length * stride) (lengths[rank - 1], strides[rank - 1]) = (lengths[rank - 1] * length, stride);
            else (lengths[rank], strides[rank++]) = (length, stride);
        }
        // The tile's rows run along x's last dimension, unless y's columns do.
        var row = rank - 2;
        for (var i = 0; i < rank - 1; i++)
            if (strides[i] == 1) row = i;
        var plan = new Plan(lengths[..rank], strides[..rank], row);
        fixed (float* px = x, py = y)
            Pieces.For(shape.Size / (lengths[row] * lengths[rank - 1]) * plan.RowTiles, Tile * lengths[rank - 1], new Tiles(&plan, px, py));
    }

    /// <summary>The loops: one index counts all dimensions except the two of the tile; each piece divides it.</summary>
    private struct Plan
    {
        private const int MaximalRank = 16;

        public int Rows, Columns, RowTiles, Others;
        public nint RowFrom, RowTo, ColumnFrom;
        public fixed int Lengths[MaximalRank];
        public fixed long From[MaximalRank], To[MaximalRank];

        public Plan(ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides, int row)
        {
            if (lengths.Length > MaximalRank) throw new ArgumentException($"Permute: found {lengths.Length} dimensions, expected {MaximalRank} or fewer.", nameof(lengths));
            long to = 1;
            for (var i = lengths.Length - 1; i >= 0; to *= lengths[i--])
            {
                if (i == lengths.Length - 1) (Columns, ColumnFrom) = (lengths[i], strides[i]);
                else if (i == row) (Rows, RowFrom, RowTo) = (lengths[i], strides[i], (nint)to);
                else (Lengths[Others], From[Others], To[Others++]) = (lengths[i], strides[i], to);
            }
            RowTiles = (Rows + Tile - 1) / Tile;
        }
    }

    private readonly struct Tiles(Plan* plan, float* x, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            var other = index / plan->RowTiles;
            var first = (index - other * plan->RowTiles) * Tile;
            var rows = Math.Min(Tile, plan->Rows - first);
            float* from = x + first * plan->RowFrom, to = y + first * plan->RowTo;
            for (var i = 0; i < plan->Others; i++)
            {
                var position = other % plan->Lengths[i];
                other /= plan->Lengths[i];
                from += position * plan->From[i];
                to += position * plan->To[i];
            }
            if (plan->ColumnFrom == 1)
            {
                for (var r = 0; r < rows; r++) Blocks.Copy(from + r * plan->RowFrom, to + r * plan->RowTo, plan->Columns);
                return;
            }
            if (plan->RowFrom == 1)
            {
                Panels.Transpose(from, plan->ColumnFrom, plan->Columns, rows, to, plan->RowTo);
                return;
            }
            for (var start = 0; start < plan->Columns; start += Tile)
            {
                var columns = Math.Min(Tile, plan->Columns - start);
                for (var r = 0; r < rows; r++)
                {
                    float* source = from + r * plan->RowFrom + start * plan->ColumnFrom, target = to + r * plan->RowTo + start;
                    for (var c = 0; c < columns; c++, source += plan->ColumnFrom) target[c] = *source;
                }
            }
        }
    }
}
