namespace Ansatz.Tensors;

/// <summary>
/// Target pixels of one phase by <see cref="Winograd"/>. A piece is a block of tiles: V [tap phase][point][tile][depth] of their windows stays in
/// cache while the panels of U pass; for each of them M [point][tile][32] = ∑ V·U over the tap phases is one product of matrices a point, and is
/// transformed back to pixels of 32 target channels.
/// </summary>
internal readonly unsafe struct WinogradCorrelation(
    ImageBatch target, ConvolutionPhase phase, int termCount, WinogradSize size, WinogradTiling tiling, WinogradInput input, WinogradKernel kernel, float* packed,
    Epilogue epilogue, int tilesABlock) : IParallelBody
{
    /// <summary>V should leave room for U and M in the second cache.</summary>
    private const int InputFloats = 128 * 1024;

    private const int MostTiles = 48;

    /// <summary>Terms at a time: a part of U that stays in the first cache while the tiles pass over it.</summary>
    private const int MostDepth = 128;

    public static void Run(in ImageBatch source, in ImageBatch target, in ConvolutionPhase phase, in KernelPacking kernel, in Epilogue epilogue)
    {
        var step = phase.Rows.SourceStep;
        var terms = stackalloc ConvolutionPhase[step * step];
        phase.SplitTaps(terms);
        var size = new WinogradSize(terms[0].Rows.Taps);
        var tiling = WinogradTiling.Of(size.Pixels, phase.Rows.Count, phase.Columns.Count);
        var tilesABlock = Math.Clamp(InputFloats / (step * step * size.Square * source.Channels) / Tile.Rows, 2, MostTiles / Tile.Rows) * Tile.Rows;
        var input = new WinogradInput(source, terms, size, tiling, tilesABlock, source.Channels);
        var operand = new WinogradKernel(kernel, terms, step * step, size);
        var blocks = (source.Batch * tiling.Count + tilesABlock - 1) / tilesABlock;
        if (blocks == 0) return;
        var packed = operand.Pack();
        ForkJoin.For(blocks, new WinogradCorrelation(target, phase, step * step, size, tiling, input, operand, packed, epilogue, tilesABlock));
    }

    public void Invoke(int index)
    {
        var first = index * tilesABlock;
        var count = Math.Min(tilesABlock, target.Batch * tiling.Count - first);
        var v = Scratch.Floats(ScratchUse.Image, termCount * input.Length);
        var m = Scratch.Floats(ScratchUse.Panel, size.Square * ProductStep);
        for (var term = 0; term < termCount; term++) input.Transform(term, first, count, v + term * input.Length);
        for (var panel = 0; panel < WinogradKernel.PanelsOf(target.Channels); panel++)
        {
            Multiply(count, v, packed + panel * kernel.PanelStep, m);
            TransformBack(first, count, WinogradKernel.ColumnOf(panel, target.Channels), m);
        }
    }

    private nint ProductStep => (nint)tilesABlock * Tile.Columns + Lanes.Count;

    private void Multiply(int count, float* v, float* u, float* m)
    {
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        for (var term = 0; term < termCount; term++)
            for (var point = 0; point < size.Square; point++, v += input.PointStep, u += kernel.PointStep)
                for (var depth = 0; depth < input.Channels; depth += MostDepth)
                {
                    var walk = Walk.Straight(Math.Min(MostDepth, input.Channels - depth), 1, Tile.Columns);
                    var next = depth + walk.Length < input.Channels ? walk.Length * Tile.Columns : kernel.PointStep - depth * Tile.Columns;
                    for (var tile = 0; tile < count; tile += Tile.Rows)
                    {
                        var rows = Math.Min(Tile.Rows, count - tile);
                        for (var i = 0; i < rows; i++)
                        {
                            a[i] = v + (nint)(tile + i) * input.Channels + depth;
                            c[i] = m + point * ProductStep + (nint)(tile + i) * Tile.Columns;
                        }
                        // What comes next of U is on its way meanwhile: two tiles ask for its two lines a row.
                        walk.Ahead = tile < 2 * Tile.Rows ? next + tile / Tile.Rows * Lanes.Count : 0;
                        Tile.Multiply(a, u + (nint)depth * Tile.Columns, walk, c, rows, Tile.Columns, continued: term + depth > 0);
                    }
                }
    }

    private void TransformBack(int first, int count, int column, float* m)
    {
        var pixels = size.Pixels;
        nint toRow = (nint)phase.Rows.TargetStep * target.Width * target.Channels, toColumn = (nint)phase.Columns.TargetStep * target.Channels;
        var ragged = stackalloc float[pixels * pixels * Lanes.Count];
        for (var tile = 0; tile < count; tile++, m += Tile.Columns)
        {
            var (image, top, left) = tiling.At(first + tile);
            var to = target.Data + image * target.ImageLength + column
                + (((phase.Rows.Start + top) * phase.Rows.TargetStep + phase.Rows.TargetOffset) * (nint)target.Width
                    + (phase.Columns.Start + left) * phase.Columns.TargetStep + phase.Columns.TargetOffset) * target.Channels;
            int rows = Math.Min(pixels, phase.Rows.Count - top), columns = Math.Min(pixels, phase.Columns.Count - left);
            for (var c = 0; c < Tile.Columns; c += Lanes.Count)
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
