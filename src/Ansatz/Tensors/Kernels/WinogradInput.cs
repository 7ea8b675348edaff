namespace Ansatz.Tensors;

/// <summary>V of <see cref="Winograd"/> for one tap phase: the windows of a block of tiles at the points, [point][tile][channel].</summary>
/// <param name="source">The images.</param>
/// <param name="terms">The tap phases: where their windows lie.</param>
/// <param name="size">Taps and points.</param>
/// <param name="tiling">The tiles that the windows yield.</param>
/// <param name="tiles">Tiles in a block.</param>
/// <param name="tileStep">Floats from one tile to the next, as many as there are channels or more.</param>
internal readonly unsafe struct WinogradInput(ImageBatch source, ConvolutionPhase* terms, WinogradSize size, WinogradTiling tiling, int tiles, int tileStep)
{
    public int Channels => source.Channels;

    /// <summary>Floats from one point to the next. Not a power of two: the points would compete for a few places in the caches.</summary>
    public nint PointStep => (nint)tiles * tileStep + Lanes.Count;

    public nint Length => size.Square * PointStep;

    /// <summary>Transforms the windows of some tiles, a block or less.</summary>
    public void Transform(int term, int first, int count, float* v)
    {
        var (rows, columns) = (terms[term].Rows, terms[term].Columns);
        var copy = Scratch.Floats(ScratchUse.Window, size.Square * (nint)source.Channels);
        for (var tile = first; tile < first + count; tile++, v += tileStep)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(
                source, image, (rows.Start + top) * rows.SourceStep + rows.SourceOffset, (columns.Start + left) * columns.SourceStep + columns.SourceOffset,
                size.Points, rows.SourceStep, copy);
            for (var c = 0; c < source.Channels; c += Lanes.Count)
            {
                var channel = Math.Min(c, source.Channels - Lanes.Count); // the last vector may overlap the one before
                window.Prefetch(channel, size.Pixels);
                WinogradTransform.Differences(size, window.Pixels + channel, window.Row, window.Column, v + channel, PointStep);
            }
        }
    }
}
