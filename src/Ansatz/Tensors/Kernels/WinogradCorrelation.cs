namespace Ansatz.Tensors;

/// <summary>
/// Target pixels of one phase by <see cref="Winograd"/>: for a block of tiles and a panel of 32 target channels, M [point][tile][32] = ∑ V·U over
/// the slices is one product of matrices a point, and is transformed back to pixels.
/// </summary>
/// <remarks>
/// Of V and U the larger never lies in memory as a whole. Usually that is V, and a piece is a block of tiles, whose V and M stay in cache while
/// the panels of U, packed before, pass. Where U is larger, in layers of many channels and few pixels, a piece is a panel: slice after slice of U
/// is made and stays in cache while V, transformed before, passes. The chains are the same, and so are the bits.
/// </remarks>
internal readonly unsafe struct WinogradCorrelation(
    ImageBatch target, ConvolutionPhase phase, WinogradSlice* slices, int sliceCount, WinogradSize size, WinogradTiling tiling, WinogradInput input,
    WinogradKernel kernel, float* wholeInput, float* wholeKernel, Epilogue epilogue, int tilesABlock) : IParallelBody
{
    /// <summary>V should leave room for U and M in the second cache.</summary>
    private const int InputFloats = 128 * 1024;

    private const int MostTiles = 48;

    /// <summary>Terms at a time: a part of U at one point that stays in the first cache while the tiles pass over it, and at all points in the second.</summary>
    private const int MostDepth = 128;

    /// <summary>Terms of a chain without a stop, whose parts of U and of a tile's V the first cache holds.</summary>
    private const int MostTerms = 256;

    public static void Run(in ImageBatch source, in ImageBatch target, in ConvolutionPhase phase, in KernelPacking kernel, in Epilogue epilogue)
    {
        var count = WinogradSlice.Count(phase, source.Channels, MostDepth);
        var slices = Scratch.Of<WinogradSlice>(ScratchUse.Slices, count);
        WinogradSlice.Cut(phase, source.Channels, MostDepth, slices);
        var size = WinogradSize.Of(slices[0].Taps.Rows.Taps, Math.Min(source.Channels, target.Channels));
        var tiling = WinogradTiling.Of(size.Pixels, phase.Rows.Count, phase.Columns.Count);
        var tiles = source.Batch * tiling.Count;
        if (tiles == 0) return;
        var byPanels = tiles < target.Channels;
        var depth = count * slices[0].Depth;
        var tilesABlock = byPanels ? tiles : Math.Clamp(InputFloats / (size.Square * depth) / Tile.Rows, 2, MostTiles / Tile.Rows) * Tile.Rows;
        var input = new WinogradInput(source, slices, size, tiling, tilesABlock, byGroups: false);
        var operand = new WinogradKernel(kernel, slices, count, size);
        var wholeInput = byPanels ? Scratch.Floats(ScratchUse.Image, count * input.SliceStep) : null;
        if (byPanels) input.TransformAll(0, count, wholeInput);
        var wholeKernel = byPanels ? null : operand.PackAll();
        ForkJoin.For(
            byPanels ? WinogradKernel.PanelsOf(target.Channels) : (tiles + tilesABlock - 1) / tilesABlock,
            new WinogradCorrelation(target, phase, slices, count, size, tiling, input, operand, wholeInput, wholeKernel, epilogue, tilesABlock));
    }

    public void Invoke(int index)
    {
        var m = Scratch.Floats(ScratchUse.Panel, size.Square * ProductStep);
        if (wholeInput != null)
        {
            var u = Scratch.Floats(ScratchUse.Rows, kernel.SliceStep);
            for (var slice = 0; slice < sliceCount; slice++)
            {
                kernel.Pack(index, slice, u);
                AddProducts(slice, 0, tilesABlock, WinogradKernel.ColumnOf(index, target.Channels), wholeInput + slice * input.SliceStep, u, m);
            }
            TransformBack(0, tilesABlock, WinogradKernel.ColumnOf(index, target.Channels), m);
            return;
        }
        var first = index * tilesABlock;
        var count = Math.Min(tilesABlock, target.Batch * tiling.Count - first);
        var v = Scratch.Floats(ScratchUse.Image, sliceCount * input.SliceStep);
        for (var slice = 0; slice < sliceCount; slice++) input.Transform(slice, first, count, v + slice * input.SliceStep);
        for (var panel = 0; panel < WinogradKernel.PanelsOf(target.Channels); panel++)
        {
            var column = WinogradKernel.ColumnOf(panel, target.Channels);
            for (var slice = 0; slice < sliceCount; slice += slicesTogether)
                AddProducts(slice, first, count, column, v + slice * input.SliceStep, wholeKernel + panel * kernel.PanelStep + slice * kernel.SliceStep, m);
            TransformBack(first, count, column, m);
        }
    }

    private nint ProductStep => (nint)tilesABlock * Tile.Columns + Lanes.Count;

    /// <summary>Slices of equal depth that make one chain at a time, without a stop in M: 2 % of a layer of 256 channels.</summary>
    private readonly int slicesTogether = wholeInput != null || slices[0].Depth != slices[sliceCount - 1].Depth ? 1 : LargestDivisor(sliceCount, MostTerms / slices[0].Depth);

    private static int LargestDivisor(int number, int limit)
    {
        var divisor = Math.Max(1, limit);
        while (number % divisor != 0) divisor--;
        return divisor;
    }

    private nint ToRow => (nint)phase.Rows.TargetStep * target.Width * target.Channels;

    private nint ToColumn => (nint)phase.Columns.TargetStep * target.Channels;

    private void AddProducts(int slice, int first, int count, int column, float* v, float* u, float* m)
    {
        int asked = 0, multiplied = 0, multiplications = size.Square * ((count + Tile.Rows - 1) / Tile.Rows);
        var asks = slice + slicesTogether >= sliceCount && phase.Columns.TargetStep != 1;
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        nint tileStep = input.TileStep;
        var width = WinogradKernel.WidthAt(column, target.Channels);
        var walk = Walk.Straight(slices[slice].Depth, 1, width) with { Runs = slicesTogether, ARun = input.SliceStep, BRun = kernel.SliceStep, IsTargetNear = true };
        for (var point = 0; point < size.Square; point++, v += input.PointStep, u += kernel.PointStep, m += ProductStep)
        {
            float* from = v, to = m;
            for (var tile = 0; tile < count; tile += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, count - tile);
                for (var i = 0; i < rows; i++, from += tileStep, to += Tile.Columns)
                {
                    a[i] = from;
                    c[i] = to;
                }
                walk.Ahead = Ahead(tile, v, u);
                Tile.Multiply(a, u, walk, c, rows, width, continued: slice > 0);
                if (!asks) continue;
                for (var due = count * ++multiplied / multiplications; asked < due; asked++) AskForTarget(first + asked, column);
            }
        }
    }

    /// <summary>
    /// The next point's operand, the one that is not in cache, is on its way meanwhile. A tile asks for every second line of a stretch as long as a
    /// point of U, so two ask for all of it.
    /// </summary>
    private nint Ahead(int tile, float* v, float* u)
    {
        var (pair, odd) = Math.DivRem(tile / Tile.Rows, 2);
        var stretch = pair * kernel.PointStep + odd * Lanes.Count;
        if (wholeInput != null) return (nint)(v - u) + input.PointStep + stretch;
        return pair == 0 ? kernel.PointStep + stretch : 0;
    }

    /// <summary>
    /// Where the last products will go is on its way to the second cache meanwhile, if it lies scattered: a tenth off a transposed layer of 32 channels. Of
    /// pixels that touch, the processor finds the next by itself.
    /// </summary>
    private void AskForTarget(int tile, int column)
    {
        var (image, top, left) = tiling.At(tile);
        var to = TargetAt(image, top, left) + column;
        for (var c = 0; c < WinogradKernel.WidthAt(column, target.Channels); c += Lanes.Count) Prefetching.RectangleNearby(to + c, size.Pixels, ToRow, size.Pixels, ToColumn);
    }

    private float* TargetAt(int image, int top, int left) =>
        target.Data + image * target.ImageLength
        + (((phase.Rows.Start + top) * phase.Rows.TargetStep + phase.Rows.TargetOffset) * (nint)target.Width
            + (phase.Columns.Start + left) * phase.Columns.TargetStep + phase.Columns.TargetOffset) * target.Channels;

    private void TransformBack(int first, int count, int column, float* m)
    {
        var pixels = size.Pixels;
        nint toRow = ToRow, toColumn = ToColumn;
        var width = WinogradKernel.WidthAt(column, target.Channels);
        var ragged = stackalloc float[pixels * pixels * Lanes.Count];
        for (var tile = 0; tile < count; tile++, m += Tile.Columns)
        {
            var (image, top, left) = tiling.At(first + tile);
            var to = TargetAt(image, top, left) + column;
            int rows = Math.Min(pixels, phase.Rows.Count - top), columns = Math.Min(pixels, phase.Columns.Count - left);
            for (var c = 0; c < width; c += Lanes.Count)
            {
                Prefetching.Rectangle(to + c + pixels * toColumn, pixels, toRow, pixels, toColumn); // for the next tile
                var bias = epilogue.Bias == null ? null : epilogue.Bias + column + c;
                if (rows == pixels && columns == pixels)
                {
                    WinogradTransform.Sums(size, pixels, m + c, ProductStep, to + c, toRow, toColumn, bias, epilogue.NegativeSlope);
                    continue;
                }
                WinogradTransform.Sums(size, pixels, m + c, ProductStep, ragged, pixels * Lanes.Count, Lanes.Count, bias, epilogue.NegativeSlope);
                for (var i = 0; i < rows; i++)
                    for (var j = 0; j < columns; j++)
                        Blocks.Copy(ragged + (i * pixels + j) * Lanes.Count, to + c + i * toRow + j * toColumn, Lanes.Count);
            }
        }
    }
}
