namespace Ansatz.Tensors;

/// <summary>How a convolution is divided into pieces. <see cref="Dots"/> decides bits and depends on the shape alone; the rest decides no bit.</summary>
/// <param name="Dots">Whether the sum is vectorized over its terms, for few target channels.</param>
/// <param name="Images">Images per piece.</param>
/// <param name="Bands">Bands of rows per image.</param>
/// <param name="Steps">Row steps per band.</param>
/// <param name="Parts">Pieces per band, each with some of the target's panels of channels.</param>
/// <param name="InPlace">Whether the source is read in place, by tiles whose pixels use the same taps, instead of being copied and zero-padded.</param>
/// <param name="PositionFirst">Whether a tile takes one position of several images, instead of adjacent pixels of one image.</param>
internal readonly record struct CorrelationPlan(bool Dots, int Images, int Bands, int Steps, int Parts, bool InPlace, bool PositionFirst)
{
    public static unsafe CorrelationPlan Of(in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in PaddedWindow window)
    {
        var longestRun = 0;
        for (var i = 0; i < phaseCount; i++) longestRun = Math.Max(longestRun, phases[i].Columns.Taps * source.Channels);
        var dots = target.Channels <= BitConstants.DotColumns && longestRun >= BitConstants.ShortestDotRow;

        var pixels = target.Height * target.Width / phaseCount;
        var tiny = pixels <= SpeedConstants.Convolutions.TinyImagePixels;
        // If a large image has only one panel of target channels, each cache line is read once. Then a prefetched copy is faster.
        var inPlace = !dots && source.Channels >= Lanes.Count && (pixels <= SpeedConstants.Convolutions.SmallImagePixels || target.Channels > Tile.Columns);
        var images = tiny ? Tile.Rows : pixels <= (inPlace ? SpeedConstants.Convolutions.SmallImagePixelsInPlace : SpeedConstants.Convolutions.SmallImagePixels) ? 4 : 1;
        while (images > 1 && source.Batch < 2 * ForkJoin.ThreadCount * images && !(tiny && images <= Tile.Rows)) images /= 2;
        images = Math.Clamp(images, 1, source.Batch);

        var steps = window.LastStep - window.FirstStep;
        var bands = Math.Clamp((int)(images * window.Length(steps) * source.Channels / SpeedConstants.Convolutions.SourceFloats) + 1, 1, images > 1 ? 1 : steps);
        var groups = (source.Batch + images - 1) / images;
        while (images == 1 && bands * 2 <= steps && groups * bands < 2 * ForkJoin.ThreadCount) bands *= 2;
        var stepsPerBand = (steps + bands - 1) / bands;
        bands = (steps + stepsPerBand - 1) / stepsPerBand;

        var panels = (target.Channels + Tile.Columns - 1) / Tile.Columns;
        var parts = 1;
        while (!dots && ForkJoin.ThreadCount > 1 && parts * 4 <= panels && groups * bands * parts < 6 * ForkJoin.ThreadCount) parts *= 2;
        return new CorrelationPlan(dots, images, bands, stepsPerBand, parts, inPlace, tiny);
    }
}
