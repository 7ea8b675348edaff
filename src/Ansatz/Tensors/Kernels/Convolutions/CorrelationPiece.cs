namespace Ansatz.Tensors;

/// <summary>
/// One piece of a convolution: a band of rows of one image, or several small images, for some panels of channels. Taps outside the image are left out.
/// If the source is read in place, all pixels of a tile use the same taps; this saves up to an eighth of the time of layers of 32 and 64 channels. In a
/// padded copy, the order of the pixels is row, image, column (for the smallest images: row, column, image), so that the pixels of a tile use similar taps.
/// </summary>
internal readonly unsafe struct CorrelationPiece : IParallelBody
{
    private readonly ImageBatch source, target;
    private readonly ConvolutionPhase* phases;
    private readonly int phaseCount;
    private readonly KernelPacking kernel;
    private readonly float* packed;
    private readonly Epilogue epilogue;
    private readonly PaddedWindow window;
    private readonly CorrelationPlan plan;
    private readonly ConvolutionTile* located;

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
        var from = plan.InPlace ? source.Data + image * source.ImageLength : Pad(image, images, first, last);
        var tiles = images == plan.Images ? located : null;
        var prefetch = UpcomingReads(image, images, last, band);
        for (var phase = 0; phase < phaseCount; phase++)
        {
            var area = AreaOf(phase, image, images, first, last);
            if (plan.Dots) MultiplyDots(phase, from, area);
            else
            {
                var next = MultiplyPanels(phase, from, area, part, tiles == null ? Locate(phase, area) : tiles, ref prefetch);
                if (tiles != null) tiles = next;
            }
        }
    }

    private float* Pad(int image, int images, int first, int last)
    {
        var rows = window.Rows(last - first);
        var length = images * (nint)rows * window.Width * source.Channels;
        var padded = Scratch.Floats(ScratchUse.Image, length + 16);
        ZeroPadding.Copy(source, image, images, first * window.Step + window.Top, rows, window.Left, window.Width, padded);
        new Span<float>(padded + length, 16).Clear(); // DotTile reads beyond the end of the last run
        return padded;
    }

    /// <summary>The source that the next piece reads.</summary>
    private PrefetchStream UpcomingReads(int image, int images, int lastStep, int band)
    {
        nint row = (nint)source.Width * source.Channels;
        var isLast = band == plan.Bands - 1;
        var first = isLast ? (image + images) * (nint)source.Height : image * (nint)source.Height + lastStep * window.Step;
        return new PrefetchStream(source.Data + first * row, images * (nint)source.Height * row / plan.Bands);
    }

    private Area AreaOf(int phase, int image, int images, int first, int last) =>
        new(image, images, Math.Max(first, phases[phase].Rows.Start), Math.Min(last, phases[phase].Rows.End), first, window.Rows(last - first));

    /// <summary>Pieces without bands have the same tiles, phase by phase; only their first image differs.</summary>
    private ConvolutionTile* LocateOnce()
    {
        nint most = 0;
        for (var phase = 0; phase < phaseCount; phase++) most += MostTiles(phase, AreaOf(phase, 0, plan.Images, window.FirstStep, window.LastStep));
        var tiles = (ConvolutionTile*)Scratch.Floats(ScratchUse.SharedOffsets, most * (sizeof(ConvolutionTile) / sizeof(float)));
        var next = tiles;
        for (var phase = 0; phase < phaseCount; phase++) next = Locate(phases[phase], AreaOf(phase, 0, plan.Images, window.FirstStep, window.LastStep), next);
        return tiles;
    }

    private ConvolutionTile* Locate(int phase, in Area area)
    {
        var tiles = (ConvolutionTile*)Scratch.Floats(ScratchUse.Offsets, MostTiles(phase, area) * (sizeof(ConvolutionTile) / sizeof(float)));
        Locate(phases[phase], area, tiles);
        return tiles;
    }

    private nint SourceRow => (nint)(plan.InPlace ? source.Width : window.Width) * source.Channels;

    /// <summary>The offset of the window of step (u, v) from the beginning of the piece's source. It may lie outside the source, where no tap is used.</summary>
    private nint From(in ConvolutionPhase phase, in Area area, int image, int u, int v)
    {
        int row = u * phase.Rows.SourceStep + phase.Rows.SourceOffset, column = v * phase.Columns.SourceStep + phase.Columns.SourceOffset;
        return plan.InPlace
            ? (image * (nint)source.Height + row) * SourceRow + (nint)column * source.Channels
            : (image * (nint)area.SourceRows + row - area.Origin * phase.Rows.SourceStep - window.Top) * SourceRow + (nint)(column - window.Left) * source.Channels;
    }

    /// <summary>The offset of its pixel from the beginning of the piece's target.</summary>
    private nint To(in ConvolutionPhase phase, int image, int u, int v) =>
        ((image * (nint)target.Height + u * phase.Rows.TargetStep + phase.Rows.TargetOffset) * target.Width
            + v * phase.Columns.TargetStep + phase.Columns.TargetOffset) * target.Channels;

    private nint MostTiles(int phase, in Area area) =>
        ConvolutionTiles.Most(phases[phase], area.Images * Math.Max(0, area.End - area.Start) * phases[phase].Columns.Count);

    /// <summary>Groups the pixels into tiles: rectangles of pixels that use the same taps, or row by row, or for the smallest images position by position.</summary>
    private ConvolutionTile* Locate(in ConvolutionPhase phase, in Area area, ConvolutionTile* room)
    {
        var tiles = new ConvolutionTiles(room, plan.InPlace);
        var (rows, columns) = (phase.Rows, phase.Columns);
        for (int u = area.Start, endU; u < area.End; u = endU)
        {
            var rowTaps = rows.TapsInside(u, source.Height);
            for (endU = u + 1; plan.InPlace && endU < area.End && rows.TapsInside(endU, source.Height) == rowTaps;) endU++;
            for (int v = columns.Start, endV; v < columns.End; v = endV)
            {
                var columnTaps = columns.TapsInside(v, source.Width);
                endV = v + 1;
                while (endV < columns.End && (plan.InPlace ? columns.TapsInside(endV, source.Width) == columnTaps : !plan.PositionFirst)) endV++;
                for (var n = 0; n < area.Images; n++)
                    for (var i = u; i < endU; i++)
                        for (var j = v; j < endV; j++)
                            tiles.Add(From(phase, area, n, i, j), To(phase, n, i, j), rowTaps, plan.InPlace ? columnTaps : columns.TapsInside(j, source.Width));
            }
        }
        return tiles.End();
    }

    /// <summary>Returns the place of the next phase's first tile.</summary>
    private ConvolutionTile* MultiplyPanels(int phase, float* from, in Area area, int part, ConvolutionTile* tiles, ref PrefetchStream prefetch)
    {
        var to = target.Data + area.Image * target.ImageLength;
        var a = stackalloc float*[Tile.Rows];
        var c = stackalloc float*[Tile.Rows];
        var (rowTaps, channels) = (phases[phase].Rows.Taps, source.Channels);
        var run = phases[phase].Columns.Taps * channels;
        var rowsAtATime = Math.Clamp(SpeedConstants.Convolutions.PanelFloats / Math.Max(1, run * Tile.Columns), 1, Math.Max(1, rowTaps));
        var tile = tiles;
        for (var column = part * Tile.Columns; column < target.Channels; column += plan.Parts * Tile.Columns)
        {
            var columns = Math.Min(Tile.Columns, target.Channels - column);
            var width = Tile.Width(columns);
            var panel = packed + kernel.PanelOffset(phases, phase, column);
            var terms = new TermStrides { Groups = 1, ARun = SourceRow, AStep = 1, BRun = (nint)run * width, BStep = width };
            var kernelRow = 0;
            do
            {
                for (tile = tiles; tile->Rows > 0; tile++)
                {
                    var (rows, firstRow) = (tile->Rows, Math.Max(tile->FirstRow, kernelRow));
                    terms.Runs = Math.Max(0, Math.Min(tile->EndRow, kernelRow + rowsAtATime) - firstRow);
                    terms.Length = Math.Max(0, tile->EndColumn - tile->FirstColumn) * channels;
                    var corner = from + firstRow * terms.ARun + tile->FirstColumn * channels;
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = corner + tile->From[i];
                        c[i] = to + tile->To[i] + column;
                    }
                    var b = panel + firstRow * terms.BRun + tile->FirstColumn * (nint)channels * width;
                    terms.PrefetchOffset = prefetch.NextOffset(b, terms);
                    Tile.Multiply(a, b, terms, c, rows, columns, kernelRow > 0);
                    if (kernelRow + rowsAtATime >= rowTaps && !epilogue.IsNone) epilogue.Apply(c, rows, column, columns);
                }
                kernelRow += rowsAtATime;
            }
            while (kernelRow < rowTaps);
        }
        return tile + 1;
    }

    private void MultiplyDots(int phaseIndex, float* padded, in Area area)
    {
        var (phase, channels) = (phases[phaseIndex], target.Channels);
        var columns = phase.Columns;
        var length = columns.Count * channels;
        var rounded = (length + Lanes.Count - 1) & -Lanes.Count;
        var sums = Scratch.Floats(ScratchUse.Rows, 2 * rounded + DotTile.MostSums); // the sums of a row of pixels, so that the epilogue handles them in one call
        var biases = sums + rounded + DotTile.MostSums;
        for (var i = 0; i < rounded && epilogue.Bias != null; i++) biases[i] = epilogue.Bias[i % channels];
        var rowEpilogue = epilogue with { Bias = epilogue.Bias == null ? null : biases };
        var terms = new TermStrides { Runs = phase.Rows.Taps, Length = columns.Taps * source.Channels, ARun = (nint)window.Width * source.Channels };
        var panel = packed + kernel.DotOffset(phases, phaseIndex);
        nint fromStep = columns.SourceStep * source.Channels, toStep = columns.TargetStep * channels;
        var pixels = DotTile.Rows(channels);
        for (var n = 0; n < area.Images; n++)
            for (var u = area.Start; u < area.End; u++)
            {
                var from = padded + From(phase, area, n, u, columns.Start);
                for (var v = 0; v < columns.Count; v += pixels)
                    DotTile.Multiply(from + v * fromStep, fromStep, Math.Min(pixels, columns.Count - v), panel, channels, terms, sums + v * channels);
                if (!epilogue.IsNone) rowEpilogue.Apply(sums, 0, rounded);
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
