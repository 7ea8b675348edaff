namespace Ansatz.Tensors;

/// <summary>One piece of a convolution: a band of rows of one image, or several small images, for all channels.</summary>
internal readonly unsafe struct CorrelationPiece(
    ImageBatch source, ImageBatch target, ConvolutionPhase* phases, int phaseCount, KernelPacking kernel, float* packed, bool dots, Epilogue epilogue,
    PaddedWindow window, int imagesAPiece, int stepsABand, int bandCount) : IParallelBody
{
    public void Invoke(int index)
    {
        var image = index / bandCount * imagesAPiece;
        var images = Math.Min(imagesAPiece, source.Batch - image);
        var first = window.FirstStep + index % bandCount * stepsABand;
        var last = Math.Min(window.LastStep, first + stepsABand);
        var rows = window.Rows(last - first);
        var length = images * (nint)rows * window.Width * source.Channels;
        var padded = Scratch.Floats(ScratchUse.Image, length + 16);
        ZeroPadding.Copy(source, image, images, first * window.Step + window.Top, rows, window.Left, window.Width, padded);
        new Span<float>(padded + length, 16).Clear(); // read by dots beyond the last run's end
        for (var phase = 0; phase < phaseCount; phase++)
        {
            var most = images * Math.Max(0, last - first) * phases[phase].Columns.Count;
            var from = (nint*)Scratch.Floats(ScratchUse.Offsets, 4 * (nint)most);
            var to = from + most;
            var pixels = Locate(phases[phase], image, images, first, last, rows, from, to);
            if (dots) MultiplyDots(phase, padded, from, to, pixels);
            else MultiplyPanels(phase, padded, from, to, pixels);
        }
    }

    /// <summary>Lists, pixel by pixel, where its window begins in the padded source and where its sums go in the target.</summary>
    private int Locate(in ConvolutionPhase phase, int image, int images, int firstStep, int lastStep, int sourceRows, nint* from, nint* to)
    {
        var (rows, columns) = (phase.Rows, phase.Columns);
        var p = 0;
        for (var n = 0; n < images; n++)
            for (var u = Math.Max(firstStep, rows.Start); u < Math.Min(lastStep, rows.End); u++)
            {
                var sourceRow = n * (nint)sourceRows + (u - firstStep) * rows.SourceStep + rows.SourceOffset - window.Top;
                var targetRow = (image + n) * (nint)target.Height + u * rows.TargetStep + rows.TargetOffset;
                for (var v = columns.Start; v < columns.End; v++, p++)
                {
                    from[p] = (sourceRow * window.Width + v * columns.SourceStep + columns.SourceOffset - window.Left) * source.Channels;
                    to[p] = (targetRow * target.Width + v * columns.TargetStep + columns.TargetOffset) * target.Channels;
                }
            }
        return p;
    }

    private Walk WindowOf(in ConvolutionPhase phase) => new()
    {
        Groups = 1,
        Runs = phase.Rows.Taps,
        Length = phase.Columns.Taps * source.Channels,
        ARun = (nint)window.Width * source.Channels,
        AStep = 1,
    };

    private void MultiplyPanels(int phase, float* padded, nint* from, nint* to, int pixels)
    {
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var walk = WindowOf(phases[phase]);
        for (var column = 0; column < target.Channels; column += Tile.Columns)
        {
            var columns = Math.Min(Tile.Columns, target.Channels - column);
            var panel = packed + kernel.PanelOffset(phases, phase, column);
            walk.BStep = Tile.Width(columns);
            walk.BRun = walk.Length * walk.BStep;
            for (var pixel = 0; pixel < pixels; pixel += Tile.Rows)
            {
                var rows = Math.Min(Tile.Rows, pixels - pixel);
                for (var i = 0; i < rows; i++)
                {
                    a[i] = padded + from[pixel + i];
                    c[i] = target.Data + to[pixel + i] + column;
                }
                Tile.Multiply(a, panel, walk, c, rows, columns, continued: false);
                if (!epilogue.IsNone) epilogue.Apply(c, rows, column, columns);
            }
        }
    }

    private void MultiplyDots(int phase, float* padded, nint* from, nint* to, int pixels)
    {
        var a = stackalloc float*[DotTile.Rows];
        var c = stackalloc float*[DotTile.Rows];
        var walk = WindowOf(phases[phase]);
        var panel = packed + kernel.DotOffset(phases, phase);
        for (var pixel = 0; pixel < pixels; pixel += DotTile.Rows)
        {
            var rows = Math.Min(DotTile.Rows, pixels - pixel);
            for (var i = 0; i < DotTile.Rows; i++)
            {
                var p = pixel + Math.Min(i, rows - 1);
                a[i] = padded + from[p];
                c[i] = target.Data + to[p];
            }
            DotTile.Multiply(a, panel, walk, c, 1, rows, target.Channels, accumulate: false);
            if (!epilogue.IsNone) epilogue.Apply(c, rows, 0, target.Channels);
        }
    }
}
