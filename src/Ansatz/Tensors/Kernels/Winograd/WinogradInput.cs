namespace Ansatz.Tensors;

/// <summary>
/// V of <see cref="Winograd"/>: the windows of a block of tiles at the points, per slice. The layout is [slice][point][tile][channel] if a product sums over
/// channels. If it sums over tiles, the layout is [slice][point][group of 16 channels][tile][16], so that 12 channels are in one or two streams of memory.
/// </summary>
/// <param name="source">The images.</param>
/// <param name="slices">The parts of the sum, of 16 channels or more.</param>
/// <param name="size">Taps and points.</param>
/// <param name="tiling">The tiles of the windows.</param>
/// <param name="tiles">Tiles per block.</param>
/// <param name="byGroups">Whether groups of channels come before tiles.</param>
internal readonly unsafe struct WinogradInput(ImageBatch source, WinogradSlice* slices, WinogradSize size, WinogradTiling tiling, int tiles, bool byGroups)
{
    private readonly int depth = slices[0].Depth;

    /// <summary>Floats from one tile to the next.</summary>
    public int TileStep => byGroups ? Lanes.Count : depth;

    private nint GroupStep => (nint)tiles * Lanes.Count;

    /// <summary>Floats from one point to the next. Not a power of two, because then the points would map to few sets of the caches.</summary>
    public nint PointStep => (byGroups ? (depth + Lanes.Count - 1) / Lanes.Count * GroupStep : (nint)tiles * depth) + Lanes.Count;

    public nint SliceStep => size.Square * PointStep;

    /// <summary>The place of a channel's first tile in the grouped layout. The last group is full and may overlap the one before.</summary>
    public nint OffsetOf(int channel)
    {
        var group = channel / Lanes.Count;
        return group * GroupStep + channel - Math.Min(group * Lanes.Count, depth - Lanes.Count);
    }

    /// <summary>Transforms the windows of some tiles, a block or less, for one slice.</summary>
    public void Transform(int slice, int first, int count, float* v)
    {
        var (taps, firstChannel, channels) = slices[slice];
        var (rows, columns) = (taps.Rows, taps.Columns);
        var copy = Scratch.Floats(ScratchUse.Window, size.Square * (nint)channels);
        for (var tile = first; tile < first + count; tile++, v += TileStep)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(
                source, image, (rows.Start + top) * rows.SourceStep + rows.SourceOffset, (columns.Start + left) * columns.SourceStep + columns.SourceOffset,
                size.Points, rows.SourceStep, firstChannel, channels, copy);
            for (var c = 0; c < channels; c += Lanes.Count)
            {
                var channel = Math.Min(c, channels - Lanes.Count); // the last vector may overlap the one before
                var to = v + (byGroups ? c / Lanes.Count * GroupStep : channel);
                window.PrefetchNext(channel, size.Pixels);
                if (byGroups) Prefetch.Rectangle(to + TileStep, size.Points, size.Points * PointStep, size.Points, PointStep);
                WinogradTransform.Differences(size, window.Pixels + channel, window.Row, window.Column, to, PointStep);
            }
        }
    }

    /// <summary>Transforms a whole block for some slices, on all threads.</summary>
    public void TransformAll(int firstSlice, int sliceCount, float* v)
    {
        var pieces = (tiles + SpeedConstants.Winograd.TransformedTiles - 1) / SpeedConstants.Winograd.TransformedTiles;
        ForkJoin.For(sliceCount * pieces, new Piece(this, firstSlice, pieces, tiles, v));
    }

    private readonly struct Piece(WinogradInput input, int firstSlice, int pieces, int tiles, float* v) : IParallelBody
    {
        public void Invoke(int index)
        {
            var (slice, piece) = Math.DivRem(index, pieces);
            var first = piece * SpeedConstants.Winograd.TransformedTiles;
            input.Transform(firstSlice + slice, first, Math.Min(SpeedConstants.Winograd.TransformedTiles, tiles - first), v + slice * input.SliceStep + (nint)first * input.TileStep);
        }
    }
}
