namespace Ansatz.Tensors;

/// <summary>How a convolution is cut into pieces. Apart from <see cref="Dots"/>, which depends on the shape alone, no bit depends on it.</summary>
/// <param name="Dots">Whether the lanes go along the sum, for few target channels.</param>
/// <param name="Images">Images in a piece.</param>
/// <param name="Bands">Bands of rows in an image.</param>
/// <param name="Steps">Row steps in a band.</param>
/// <param name="Parts">Pieces that share the target's panels of channels.</param>
/// <param name="InPlace">Whether the source is read where it lies, by tiles whose pixels see the same taps, instead of being zero-padded.</param>
/// <param name="PositionFirst">Whether a row's pixels go by column before image.</param>
internal readonly record struct CorrelationPlan(bool Dots, int Images, int Bands, int Steps, int Parts, bool InPlace, bool PositionFirst)
{
    /// <summary>The shortest window row that fills the lanes of a dot.</summary>
    private const int ShortestDot = 12;

    /// <summary>A piece's padded source should leave room for weights in the second cache.</summary>
    private const int SourceFloats = 96 * 1024;

    /// <summary>Images of at most so many pixels are taken twelve at a time, a tile for each position.</summary>
    private const int PixelsOfATiny = 25;

    /// <summary>Images of at most so many pixels are taken four at a time; in place of more, since their edges fill tiles of their own.</summary>
    private const int PixelsOfASmall = 100, PixelsOfASmallInPlace = 256;

    public static unsafe CorrelationPlan Of(in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in PaddedWindow window)
    {
        var longestRun = 0;
        for (var i = 0; i < phaseCount; i++) longestRun = Math.Max(longestRun, phases[i].Columns.Taps * source.Channels);
        var dots = target.Channels <= DotTile.MostColumns && longestRun >= ShortestDot;

        var pixels = target.Height * target.Width / phaseCount;
        var tiny = pixels <= PixelsOfATiny;
        // One panel of a large image uses too little of what it reads: there a copy pays, which reads ahead.
        var inPlace = !dots && source.Channels >= Lanes.Count && (pixels <= PixelsOfASmall || target.Channels > Tile.Columns);
        var images = tiny ? Tile.Rows : pixels <= (inPlace ? PixelsOfASmallInPlace : PixelsOfASmall) ? 4 : 1;
        while (images > 1 && source.Batch < 2 * ForkJoin.ThreadCount * images && !(tiny && images <= Tile.Rows)) images /= 2;
        images = Math.Clamp(images, 1, source.Batch);

        var steps = window.LastStep - window.FirstStep;
        var bands = Math.Clamp((int)(images * window.Length(steps) * source.Channels / SourceFloats) + 1, 1, images > 1 ? 1 : steps);
        var groups = (source.Batch + images - 1) / images;
        while (images == 1 && bands * 2 <= steps && groups * bands < 2 * ForkJoin.ThreadCount) bands *= 2;
        var stepsABand = (steps + bands - 1) / bands;
        bands = (steps + stepsABand - 1) / stepsABand;

        var panels = (target.Channels + Tile.Columns - 1) / Tile.Columns;
        var parts = 1;
        while (!dots && ForkJoin.ThreadCount > 1 && parts * 4 <= panels && groups * bands * parts < 6 * ForkJoin.ThreadCount) parts *= 2;
        return new CorrelationPlan(dots, images, bands, stepsABand, parts, inPlace, tiny);
    }
}
