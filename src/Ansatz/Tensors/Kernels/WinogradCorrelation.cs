namespace Ansatz.Tensors;

/// <summary>
/// One piece of a convolution by <see cref="Winograd"/>: some squares of target pixels. Their windows are transformed to
/// V [point][tile][depth]; then, panel by panel of 32 target channels, M [point][tile][32] = V·U is one product of matrices a point, and
/// is transformed back to pixels.
/// </summary>
internal readonly unsafe struct WinogradCorrelation(
    ImageBatch source, ImageBatch target, ConvolutionPhase phase, WinogradKernel kernel, Epilogue epilogue, WinogradTiling tiling, int tilesAPiece)
    : IParallelBody
{
    private const int MostTiles = 48;

    public static void Run(in ImageBatch source, in ImageBatch target, in ConvolutionPhase phase, in KernelPacking kernel, in Epilogue epilogue)
    {
        var tiling = WinogradTiling.Of(Winograd.TileSize(phase.Rows.Taps), phase.Rows.Count, phase.Columns.Count);
        var tiles = source.Batch * tiling.Count;
        var pieces = (tiles + MostTiles - 1) / MostTiles;
        if (pieces % ForkJoin.ThreadCount != 0) pieces += ForkJoin.ThreadCount - pieces % ForkJoin.ThreadCount;
        var tilesAPiece = (tiles + pieces - 1) / pieces;
        tilesAPiece = (tilesAPiece + Tile.Rows - 1) / Tile.Rows * Tile.Rows;
        var packed = WinogradKernel.Pack(kernel, phase);
        ForkJoin.For((tiles + tilesAPiece - 1) / tilesAPiece, new WinogradCorrelation(source, target, phase, packed, epilogue, tiling, tilesAPiece));
    }

    private nint InputStep => (nint)tilesAPiece * source.Channels + Lanes.Count;

    private nint OutputStep => (nint)tilesAPiece * Tile.Columns + Lanes.Count;

    public void Invoke(int index)
    {
        var first = index * tilesAPiece;
        var count = Math.Min(tilesAPiece, source.Batch * tiling.Count - first);
        var v = Scratch.Floats(ScratchUse.Image, WinogradPoints.Square * InputStep);
        var m = Scratch.Floats(ScratchUse.Panel, WinogradPoints.Square * OutputStep);
        Transform(first, count, v);
        for (var panel = 0; panel < WinogradKernel.PanelCount(target.Channels); panel++)
        {
            Multiply(panel, count, v, m);
            TransformBack(WinogradKernel.Column(panel, target.Channels), first, count, m);
        }
    }

    private void Transform(int first, int count, float* v)
    {
        var channels = source.Channels;
        var copy = Scratch.Floats(ScratchUse.Window, WinogradPoints.Square * (nint)channels);
        for (var tile = 0; tile < count; tile++, v += channels)
        {
            var (image, top, left) = tiling.At(first + tile);
            var window = new ImageWindow(source, image, top + phase.Rows.Start + phase.Rows.SourceOffset, left + phase.Columns.Start + phase.Columns.SourceOffset, WinogradPoints.Count, copy);
            for (var c = 0; c < channels; c += Lanes.Count)
            {
                var channel = Math.Min(c, channels - Lanes.Count);
                WinogradTransform.Differences(window.Pixels + channel, window.Row, channels, v + channel, InputStep);
            }
        }
    }

    private void Multiply(int panel, int count, float* v, float* m)
    {
        var depth = source.Channels;
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        for (var point = 0; point < WinogradPoints.Square; point++, v += InputStep, m += OutputStep)
        {
            var walk = Walk.Straight(depth, 1, Tile.Columns);
            for (var tile = 0; tile < count; tile += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, count - tile);
                for (var i = 0; i < rows; i++)
                {
                    a[i] = v + (nint)(tile + i) * depth;
                    c[i] = m + (nint)(tile + i) * Tile.Columns;
                }
                walk.Ahead = tile < 2 * Tile.Rows ? (nint)depth * Tile.Columns + Lanes.Count + tile / Tile.Rows * Lanes.Count : 0;
                Tile.Multiply(a, kernel.Panel(panel, point), walk, c, rows, Tile.Columns, continued: false);
            }
        }
    }

    private void TransformBack(int column, int first, int count, float* m)
    {
        var size = tiling.Size;
        nint row = (nint)target.Width * target.Channels;
        var square = stackalloc float[size * size * Tile.Columns];
        for (var tile = 0; tile < count; tile++, m += Tile.Columns)
        {
            var (image, top, left) = tiling.At(first + tile);
            var to = target.Data + image * target.ImageLength + (top + phase.Rows.Start + phase.Rows.TargetOffset) * row
                + (nint)(left + phase.Columns.Start + phase.Columns.TargetOffset) * target.Channels + column;
            int rows = Math.Min(size, phase.Rows.Count - top), columns = Math.Min(size, phase.Columns.Count - left);
            var whole = rows == size && columns == size;
            for (var c = 0; c < Tile.Columns; c += Lanes.Count)
            {
                var bias = epilogue.Bias == null ? null : epilogue.Bias + column + c;
                if (whole) WinogradTransform.Pixels(size, m + c, OutputStep, to + c, row, target.Channels, bias, epilogue.NegativeSlope);
                else WinogradTransform.Pixels(size, m + c, OutputStep, square + c, size * Tile.Columns, Tile.Columns, bias, epilogue.NegativeSlope);
            }
            if (whole) continue;
            for (var i = 0; i < rows; i++)
                for (var j = 0; j < columns; j++)
                    Blocks.Copy(square + (i * size + j) * Tile.Columns, to + i * row + j * target.Channels, Tile.Columns);
        }
    }
}
