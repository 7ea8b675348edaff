namespace Ansatz.Tensors;

/// <summary>One piece of a convolution: a band of rows of one image, or several small images, for all channels.</summary>
internal readonly unsafe struct CorrelationPiece(
    ImageBatch source, ImageBatch target, ConvolutionPhase* phases, int phaseCount, KernelPacking kernel, float* packed, Epilogue epilogue,
    PaddedWindow window, int imagesAPiece, int stepsABand, int bandCount) : IParallelBody
{
    public void Invoke(int index)
    {
        var image = index / bandCount * imagesAPiece;
        var images = Math.Min(imagesAPiece, source.Batch - image);
        var first = window.FirstStep + index % bandCount * stepsABand;
        var last = Math.Min(window.LastStep, first + stepsABand);
        var rows = window.Rows(last - first);
        var padded = Scratch.Floats(ScratchUse.Image, images * (nint)rows * window.Width * source.Channels);
        ZeroPadding.Copy(source, image, images, first * window.Step + window.Top, rows, window.Left, window.Width, padded);
        for (var i = 0; i < phaseCount; i++) Multiply(i, image, images, first, last, rows, padded);
    }

    private void Multiply(int phaseIndex, int image, int images, int firstStep, int lastStep, int sourceRows, float* padded)
    {
        var (rows, columns) = (phases[phaseIndex].Rows, phases[phaseIndex].Columns);
        var first = Math.Max(firstStep, rows.Start);
        var last = Math.Min(lastStep, rows.End);
        var pixels = images * Math.Max(0, last - first) * columns.Count;
        if (pixels == 0) return;

        var (channels, outputs) = (source.Channels, target.Channels);
        var from = (nint*)Scratch.Floats(ScratchUse.Offsets, 4 * (nint)pixels);
        var to = from + pixels;
        var p = 0;
        for (var n = 0; n < images; n++)
            for (var u = first; u < last; u++)
            {
                var sourceRow = n * (nint)sourceRows + (u - firstStep) * rows.SourceStep + rows.SourceOffset - window.Top;
                var targetRow = (image + n) * (nint)target.Height + u * rows.TargetStep + rows.TargetOffset;
                for (var v = columns.Start; v < columns.End; v++, p++)
                {
                    from[p] = (sourceRow * window.Width + v * columns.SourceStep + columns.SourceOffset - window.Left) * channels;
                    to[p] = (targetRow * target.Width + v * columns.TargetStep + columns.TargetOffset) * outputs;
                }
            }

        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        for (var column = 0; column < outputs; column += Tile.Columns)
        {
            var count = Math.Min(Tile.Columns, outputs - column);
            var width = Tile.Width(count);
            var panel = packed + kernel.PanelOffset(phases, phaseIndex, column);
            var walk = new Walk
            {
                Groups = 1,
                Runs = rows.Taps,
                Length = columns.Taps * channels,
                ARun = (nint)window.Width * channels,
                AStep = 1,
                BRun = (nint)columns.Taps * channels * width,
                BStep = width,
            };
            for (var pixel = 0; pixel < pixels; pixel += Tile.Rows)
            {
                var tileRows = Math.Min(Tile.Rows, pixels - pixel);
                for (var i = 0; i < tileRows; i++)
                {
                    a[i] = padded + from[pixel + i];
                    c[i] = target.Data + to[pixel + i] + column;
                }
                Tile.Multiply(a, panel, walk, c, tileRows, count, continued: false);
                if (!epilogue.IsNone) epilogue.Apply(c, tileRows, column, count);
            }
        }
    }
}
