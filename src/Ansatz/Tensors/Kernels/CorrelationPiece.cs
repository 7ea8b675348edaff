using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// One piece of a convolution: a band of rows of one image, or several small images, for some panels of channels. Pixels go by row, then
/// image, then column (or, for the smallest images, row, column, image), so that the pixels of a tile see much the same taps outside the
/// image, which are left out.
/// </summary>
internal readonly unsafe struct CorrelationPiece : IParallelBody
{
    /// <summary>Weights taken at a time: a part of a panel that stays in the second cache while all tiles pass over it.</summary>
    private const int PanelFloats = 80 * 1024;

    private readonly ImageBatch source, target;
    private readonly ConvolutionPhase* phases;
    private readonly int phaseCount;
    private readonly KernelPacking kernel;
    private readonly float* packed;
    private readonly Epilogue epilogue;
    private readonly PaddedWindow window;
    private readonly CorrelationPlan plan;
    private readonly ConvolutionPixel* located;

    public CorrelationPiece(
        in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in KernelPacking kernel, float* packed, in Epilogue epilogue,
        in PaddedWindow window, in CorrelationPlan plan)
    {
        (this.source, this.target, this.phaseCount, this.kernel, this.epilogue, this.window, this.plan) = (source, target, phaseCount, kernel, epilogue, window, plan);
        this.phases = phases;
        this.packed = packed;
        located = plan.Dots || plan.Bands > 1 ? null : LocateOnce();
    }

    public void Invoke(int index)
    {
        var part = index % plan.Parts;
        var band = index / plan.Parts % plan.Bands;
        var image = index / plan.Parts / plan.Bands * plan.Images;
        var images = Math.Min(plan.Images, source.Batch - image);
        var first = window.FirstStep + band * plan.Steps;
        var last = Math.Min(window.LastStep, first + plan.Steps);
        var rows = window.Rows(last - first);
        var length = images * (nint)rows * window.Width * source.Channels;
        var padded = Scratch.Floats(ScratchUse.Image, length + 16);
        ZeroPadding.Copy(source, image, images, first * window.Step + window.Top, rows, window.Left, window.Width, padded);
        new Span<float>(padded + length, 16).Clear(); // read by dots beyond the last run's end
        var pixels = images == plan.Images ? located : null;
        var behind = Behind(image, images, last, band);
        for (var phase = 0; phase < phaseCount; phase++)
        {
            var area = AreaOf(phase, image, images, first, last);
            if (plan.Dots) MultiplyDots(phase, padded, area);
            else MultiplyPanels(phase, padded, area, part, pixels, ref behind);
            if (pixels != null) pixels += PixelCount(phases[phase], area);
        }
    }

    /// <summary>The source that the next piece pads.</summary>
    private Lookahead Behind(int image, int images, int lastStep, int band)
    {
        nint row = (nint)source.Width * source.Channels;
        var isLast = band == plan.Bands - 1;
        var first = isLast ? (image + images) * (nint)source.Height : image * (nint)source.Height + lastStep * window.Step;
        return new Lookahead(source.Data + first * row, images * (nint)source.Height * row / plan.Bands);
    }

    private Area AreaOf(int phase, int image, int images, int first, int last) =>
        new(image, images, Math.Max(first, phases[phase].Rows.Start), Math.Min(last, phases[phase].Rows.End), first, window.Rows(last - first));

    /// <summary>Pieces without bands see the same pixels, phase by phase, but for the images that they begin with.</summary>
    private ConvolutionPixel* LocateOnce()
    {
        nint count = 0;
        for (var phase = 0; phase < phaseCount; phase++) count += PixelCount(phases[phase], AreaOf(phase, 0, plan.Images, window.FirstStep, window.LastStep));
        var pixels = (ConvolutionPixel*)Scratch.Floats(ScratchUse.SharedOffsets, count * (sizeof(ConvolutionPixel) / sizeof(float)));
        var next = pixels;
        for (var phase = 0; phase < phaseCount; phase++)
        {
            var area = AreaOf(phase, 0, plan.Images, window.FirstStep, window.LastStep);
            Locate(phases[phase], area, next);
            next += PixelCount(phases[phase], area);
        }
        return pixels;
    }

    /// <summary>Where step (u, v) of an image finds its window in the padded source, and its pixel in the target's part that the piece begins with.</summary>
    private nint From(in ConvolutionPhase phase, in Area area, int image, int u, int v) =>
        ((image * (nint)area.SourceRows + (u - area.Origin) * phase.Rows.SourceStep + phase.Rows.SourceOffset - window.Top) * window.Width
            + v * phase.Columns.SourceStep + phase.Columns.SourceOffset - window.Left) * source.Channels;

    private nint To(in ConvolutionPhase phase, int image, int u, int v) =>
        ((image * (nint)target.Height + u * phase.Rows.TargetStep + phase.Rows.TargetOffset) * target.Width
            + v * phase.Columns.TargetStep + phase.Columns.TargetOffset) * target.Channels;

    private static int PixelCount(in ConvolutionPhase phase, in Area area) => area.Images * Math.Max(0, area.End - area.Start) * phase.Columns.Count;

    private void Locate(in ConvolutionPhase phase, in Area area, ConvolutionPixel* pixels)
    {
        var columns = phase.Columns;
        nint fromStep = columns.SourceStep * source.Channels, toStep = columns.TargetStep * target.Channels;
        for (var u = area.Start; u < area.End; u++)
        {
            var (firstRow, endRow) = phase.Rows.TapsInside(u, source.Height);
            if (plan.PositionFirst)
                for (var v = columns.Start; v < columns.End; v++)
                {
                    var (first, end) = columns.TapsInside(v, source.Width);
                    var taps = Vector128.Create(firstRow, -endRow, first, -end);
                    for (var n = 0; n < area.Images; n++) *pixels++ = new ConvolutionPixel(From(phase, area, n, u, v), To(phase, n, u, v), taps);
                }
            else
                for (var n = 0; n < area.Images; n++)
                {
                    nint from = From(phase, area, n, u, columns.Start), to = To(phase, n, u, columns.Start);
                    for (var v = columns.Start; v < columns.End; v++, from += fromStep, to += toStep)
                    {
                        var (first, end) = columns.TapsInside(v, source.Width);
                        *pixels++ = new ConvolutionPixel(from, to, Vector128.Create(firstRow, -endRow, first, -end));
                    }
                }
        }
    }

    private void MultiplyPanels(int phase, float* padded, in Area area, int part, ConvolutionPixel* pixels, ref Lookahead behind)
    {
        var count = PixelCount(phases[phase], area);
        if (pixels == null)
        {
            pixels = (ConvolutionPixel*)Scratch.Floats(ScratchUse.Offsets, count * (nint)(sizeof(ConvolutionPixel) / sizeof(float)));
            Locate(phases[phase], area, pixels);
        }
        var to = target.Data + area.Image * target.ImageLength;
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var (rowTaps, channels) = (phases[phase].Rows.Taps, source.Channels);
        var run = phases[phase].Columns.Taps * channels;
        var rowsAtATime = Math.Clamp(PanelFloats / Math.Max(1, run * Tile.Columns), 1, Math.Max(1, rowTaps));
        for (var column = part * Tile.Columns; column < target.Channels; column += plan.Parts * Tile.Columns)
        {
            var columns = Math.Min(Tile.Columns, target.Channels - column);
            var width = Tile.Width(columns);
            var panel = packed + kernel.PanelOffset(phases, phase, column);
            var walk = new Walk { Groups = 1, ARun = (nint)window.Width * channels, AStep = 1, BRun = (nint)run * width, BStep = width };
            var kernelRow = 0;
            do
            {
                for (var pixel = 0; pixel < count; pixel += Tile.Rows)
                {
                    var rows = Math.Min(Tile.Rows, count - pixel);
                    var taps = pixels[pixel].Taps;
                    for (var i = 1; i < rows; i++) taps = Vector128.Min(taps, pixels[pixel + i].Taps);
                    var (firstRow, firstColumn) = (Math.Max(taps[0], kernelRow), taps[2]);
                    walk.Runs = Math.Max(0, Math.Min(-taps[1], kernelRow + rowsAtATime) - firstRow);
                    walk.Length = Math.Max(0, -taps[3] - firstColumn) * channels;
                    var from = padded + firstRow * walk.ARun + firstColumn * channels;
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = from + pixels[pixel + i].From;
                        c[i] = to + pixels[pixel + i].To + column;
                    }
                    var b = panel + firstRow * walk.BRun + firstColumn * (nint)channels * width;
                    walk.Ahead = behind.Ask(b, walk.Runs * walk.BRun, width);
                    Tile.Multiply(a, b, walk, c, rows, columns, kernelRow > 0);
                    if (kernelRow + rowsAtATime >= rowTaps && !epilogue.IsNone) epilogue.Apply(c, rows, column, columns);
                }
                kernelRow += rowsAtATime;
            }
            while (kernelRow < rowTaps);
        }
    }

    private void MultiplyDots(int phaseIndex, float* padded, in Area area)
    {
        var (phase, channels) = (phases[phaseIndex], target.Channels);
        var columns = phase.Columns;
        var length = columns.Count * channels;
        var rounded = (length + Lanes.Count - 1) & -Lanes.Count;
        var sums = Scratch.Floats(ScratchUse.Rows, 2 * rounded + DotTile.MostSums); // of a row's pixels, so that the epilogue meets them together
        var biases = sums + rounded + DotTile.MostSums;
        for (var i = 0; i < rounded && epilogue.Bias != null; i++) biases[i] = epilogue.Bias[i % channels];
        var ofRow = epilogue with { Bias = epilogue.Bias == null ? null : biases };
        var walk = new Walk { Runs = phase.Rows.Taps, Length = columns.Taps * source.Channels, ARun = (nint)window.Width * source.Channels };
        var panel = packed + kernel.DotOffset(phases, phaseIndex);
        nint fromStep = columns.SourceStep * source.Channels, toStep = columns.TargetStep * channels;
        var pixels = DotTile.Rows(channels);
        for (var n = 0; n < area.Images; n++)
            for (var u = area.Start; u < area.End; u++)
            {
                var from = padded + From(phase, area, n, u, columns.Start);
                for (var v = 0; v < columns.Count; v += pixels)
                    DotTile.Multiply(from + v * fromStep, fromStep, Math.Min(pixels, columns.Count - v), panel, channels, walk, sums + v * channels);
                if (!epilogue.IsNone) ofRow.Apply(sums, 0, rounded);
                var to = target.Data + area.Image * target.ImageLength + To(phase, n, u, columns.Start);
                if (toStep == channels) Blocks.Copy(sums, to, length);
                else
                    for (var i = 0; i < columns.Count; i++)
                        for (var c = 0; c < channels; c++) to[i * toStep + c] = sums[i * channels + c];
            }
    }

    /// <summary>Row steps [Start, End) of some images, whose padded source has SourceRows rows from step Origin on.</summary>
    private readonly record struct Area(int Image, int Images, int Start, int End, int Origin, int SourceRows);
}
