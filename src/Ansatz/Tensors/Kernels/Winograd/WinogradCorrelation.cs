namespace Ansatz.Tensors;

/// <summary>
/// Target pixels of one phase by <see cref="Winograd"/>: for a block of tiles and a panel of 32 target channels, M [point][tile][32] = ∑ V·U over
/// the slices is one product of matrices per point. Then M is transformed back to pixels.
/// </summary>
/// <remarks>
/// The larger of V and U is never stored as a whole. Usually V is larger: then a piece is a block of tiles, whose V and M stay in cache while it reads the
/// packed panels of U. In layers of many channels and few pixels, U is larger: then a piece is a panel, which computes U slice by slice and keeps it in cache
/// while it reads the transformed V. The chains, and so the bits, are the same.
/// </remarks>
internal readonly unsafe struct WinogradCorrelation(
    ImageBatch target, ConvolutionPhase phase, WinogradSlice* slices, int sliceCount, WinogradSize size, WinogradTiling tiling, WinogradInput input,
    WinogradKernel kernel, float* wholeInput, float* wholeKernel, Epilogue epilogue, int tilesPerBlock) : IParallelBody
{
    public static void Run(in ImageBatch source, in ImageBatch target, in ConvolutionPhase phase, in KernelPacking kernel, in Epilogue epilogue)
    {
        var count = WinogradSlice.Count(phase, source.Channels, SpeedConstants.Winograd.SliceTerms);
        var slices = Scratch.Of<WinogradSlice>(ScratchUse.Slices, count);
        WinogradSlice.Cut(phase, source.Channels, SpeedConstants.Winograd.SliceTerms, slices);
        var size = WinogradSize.Of(slices[0].Taps.Rows.Taps, Math.Min(source.Channels, target.Channels));
        var tiling = WinogradTiling.Of(size.Pixels, phase.Rows.Count, phase.Columns.Count);
        var tiles = source.Batch * tiling.Count;
        if (tiles == 0) return;
        var byPanels = tiles < target.Channels;
        var depth = count * slices[0].Depth;
        var tilesPerBlock = byPanels ? tiles : Math.Clamp(SpeedConstants.Winograd.InputFloats / (size.Square * depth) / Tile.Rows, 2, SpeedConstants.Winograd.MostTiles / Tile.Rows) * Tile.Rows;
        var input = new WinogradInput(source, slices, size, tiling, tilesPerBlock, byGroups: false);
        var operand = new WinogradKernel(kernel, slices, count, size);
        var wholeInput = byPanels ? Scratch.Floats(ScratchUse.Image, count * input.SliceStep) : null;
        if (byPanels) input.TransformAll(0, count, wholeInput);
        var wholeKernel = byPanels ? null : operand.PackAll();
        ForkJoin.For(
            byPanels ? WinogradKernel.PanelsOf(target.Channels) : (tiles + tilesPerBlock - 1) / tilesPerBlock,
            new WinogradCorrelation(target, phase, slices, count, size, tiling, input, operand, wholeInput, wholeKernel, epilogue, tilesPerBlock));
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
                AddProducts(slice, 0, tilesPerBlock, WinogradKernel.ColumnOf(index, target.Channels), wholeInput + slice * input.SliceStep, u, m);
            }
            TransformBack(0, tilesPerBlock, WinogradKernel.ColumnOf(index, target.Channels), m);
            return;
        }
        var first = index * tilesPerBlock;
        var count = Math.Min(tilesPerBlock, target.Batch * tiling.Count - first);
        var v = Scratch.Floats(ScratchUse.Image, sliceCount * input.SliceStep);
        for (var slice = 0; slice < sliceCount; slice++) input.Transform(slice, first, count, v + slice * input.SliceStep);
        for (var panel = 0; panel < WinogradKernel.PanelsOf(target.Channels); panel++)
        {
            var column = WinogradKernel.ColumnOf(panel, target.Channels);
            for (var slice = 0; slice < sliceCount; slice += slicesPerChain)
                AddProducts(slice, first, count, column, v + slice * input.SliceStep, wholeKernel + panel * kernel.PanelStep + slice * kernel.SliceStep, m);
            TransformBack(first, count, column, m);
        }
    }

    private nint ProductStep => (nint)tilesPerBlock * Tile.Columns + Lanes.Count;

    /// <summary>Slices of equal depth that are summed in one chain without storing M between them: saves 2 % of a layer of 256 channels.</summary>
    private readonly int slicesPerChain = wholeInput != null || slices[0].Depth != slices[sliceCount - 1].Depth ? 1 : LargestDivisor(sliceCount, SpeedConstants.Winograd.ChainTerms / slices[0].Depth);

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
        int prefetched = 0, multiplied = 0, multiplications = size.Square * ((count + Tile.Rows - 1) / Tile.Rows);
        var prefetchesTarget = slice + slicesPerChain >= sliceCount && phase.Columns.TargetStep != 1;
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        nint tileStep = input.TileStep;
        var width = WinogradKernel.WidthAt(column, target.Channels);
        var terms = TermStrides.SingleRun(slices[slice].Depth, 1, width) with { Runs = slicesPerChain, ARun = input.SliceStep, BRun = kernel.SliceStep, IsOutputCached = true };
        for (var point = 0; point < size.Square; point++, v += input.PointStep, u += kernel.PointStep, m += ProductStep)
        {
            float* from = v, to = m;
            // The next point's operand that is not in cache.
            var prefetch = wholeInput != null ? new PrefetchStream(v + input.PointStep, input.PointStep) : new PrefetchStream(u + kernel.PointStep, (nint)slices[slice].Depth * Tile.Columns);
            for (var tile = 0; tile < count; tile += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, count - tile);
                for (var i = 0; i < rows; i++, from += tileStep, to += Tile.Columns)
                {
                    a[i] = from;
                    c[i] = to;
                }
                terms.PrefetchOffset = prefetch.NextOffset(u, terms);
                Tile.Multiply(a, u, terms, c, rows, width, continued: slice > 0);
                if (!prefetchesTarget) continue;
                for (var due = count * ++multiplied / multiplications; prefetched < due; prefetched++) PrefetchTarget(first + prefetched, column);
            }
        }
    }

    /// <summary>
    /// Prefetches the target of the last products into the second-level cache if its pixels are not adjacent: saves a tenth of a transposed layer of 32
    /// channels. The hardware predicts adjacent pixels.
    /// </summary>
    private void PrefetchTarget(int tile, int column)
    {
        var (image, top, left) = tiling.At(tile);
        var to = TargetAt(image, top, left) + column;
        for (var c = 0; c < WinogradKernel.WidthAt(column, target.Channels); c += Lanes.Count) Prefetch.RectangleToSecondCache(to + c, size.Pixels, ToRow, size.Pixels, ToColumn);
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
        var partial = stackalloc float[pixels * pixels * Lanes.Count];
        for (var tile = 0; tile < count; tile++, m += Tile.Columns)
        {
            var (image, top, left) = tiling.At(first + tile);
            var to = TargetAt(image, top, left) + column;
            int rows = Math.Min(pixels, phase.Rows.Count - top), columns = Math.Min(pixels, phase.Columns.Count - left);
            for (var c = 0; c < width; c += Lanes.Count)
            {
                Prefetch.Rectangle(to + c + pixels * toColumn, pixels, toRow, pixels, toColumn); // for the next tile
                var bias = epilogue.Bias == null ? null : epilogue.Bias + column + c;
                if (rows == pixels && columns == pixels)
                {
                    WinogradTransform.Sums(size, pixels, m + c, ProductStep, to + c, toRow, toColumn, bias, epilogue.NegativeSlope);
                    continue;
                }
                WinogradTransform.Sums(size, pixels, m + c, ProductStep, partial, pixels * Lanes.Count, Lanes.Count, bias, epilogue.NegativeSlope);
                for (var i = 0; i < rows; i++)
                    for (var j = 0; j < columns; j++)
                        Blocks.Copy(partial + (i * pixels + j) * Lanes.Count, to + c + i * toRow + j * toColumn, Lanes.Count);
            }
        }
    }
}
