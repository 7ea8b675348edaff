namespace Ansatz.Tensors;

/// <summary>V of <see cref="Winograd"/>: for each slice the windows of a block of tiles at the points, [slice][point][tile][channel].</summary>
/// <param name="source">The images.</param>
/// <param name="slices">The parts of the sum, of 16 channels or more.</param>
/// <param name="size">Taps and points.</param>
/// <param name="tiling">The tiles that the windows yield.</param>
/// <param name="tiles">Tiles in a block.</param>
/// <param name="tileStep">Floats from one tile to the next, as many as a slice is deep or more.</param>
internal readonly unsafe struct WinogradInput(ImageBatch source, WinogradSlice* slices, WinogradSize size, WinogradTiling tiling, int tiles, int tileStep)
{
    private const int TilesAPiece = 16;

    public int TileStep => tileStep;

    /// <summary>Floats from one point to the next. Not a power of two: the points would compete for a few places in the caches.</summary>
    public nint PointStep => (nint)tiles * tileStep + Lanes.Count;

    public nint SliceStep => size.Square * PointStep;

    /// <summary>Transforms the windows of some tiles, a block or less, for one slice.</summary>
    public void Transform(int slice, int first, int count, float* v)
    {
        var (taps, firstChannel, depth) = slices[slice];
        var (rows, columns) = (taps.Rows, taps.Columns);
        var copy = Scratch.Floats(ScratchUse.Window, size.Square * (nint)depth);
        for (var tile = first; tile < first + count; tile++, v += tileStep)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(
                source, image, (rows.Start + top) * rows.SourceStep + rows.SourceOffset, (columns.Start + left) * columns.SourceStep + columns.SourceOffset,
                size.Points, rows.SourceStep, firstChannel, depth, copy);
            for (var c = 0; c < depth; c += Lanes.Count)
            {
                var channel = Math.Min(c, depth - Lanes.Count); // the last vector may overlap the one before
                window.Prefetch(channel, size.Pixels);
                WinogradTransform.Differences(size, window.Pixels + channel, window.Row, window.Column, v + channel, PointStep);
            }
        }
    }

    /// <summary>Transforms a whole block, on all threads.</summary>
    public void TransformAll(int sliceCount, float* v)
    {
        var groups = (tiles + TilesAPiece - 1) / TilesAPiece;
        ForkJoin.For(sliceCount * groups, new Piece(this, groups, tiles, v));
    }

    private readonly struct Piece(WinogradInput input, int groups, int tiles, float* v) : IParallelBody
    {
        public void Invoke(int index)
        {
            var (slice, group) = Math.DivRem(index, groups);
            var first = group * TilesAPiece;
            input.Transform(slice, first, Math.Min(TilesAPiece, tiles - first), v + slice * input.SliceStep + (nint)first * input.TileStep);
        }
    }
}
