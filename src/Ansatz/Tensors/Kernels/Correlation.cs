namespace Ansatz.Tensors;

/// <summary>
/// The work that a convolution and a transposed one share: target pixels of several phases from windows of a zero-padded source.
/// </summary>
internal static unsafe class Correlation
{
    public static void Run(
        in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in KernelPacking kernel, in Epilogue epilogue)
    {
        var window = PaddedWindow.Of(phases, phaseCount);
        var plan = CorrelationPlan.Of(source, target, phases, phaseCount, window);
        var packed = plan.Dots ? kernel.PackForDots(phases, phaseCount) : kernel.Pack(phases, phaseCount);
        var groups = (source.Batch + plan.Images - 1) / plan.Images;
        ForkJoin.For(groups * plan.Bands * plan.Parts, new CorrelationPiece(source, target, phases, phaseCount, kernel, packed, epilogue, window, plan));
    }
}

/// <summary>How a convolution is cut into pieces. Apart from <see cref="Dots"/>, which depends on the shape alone, no bit depends on it.</summary>
/// <param name="Dots">Whether the lanes go along the sum, for few target channels.</param>
/// <param name="Images">Images in a piece.</param>
/// <param name="Bands">Bands of rows in an image.</param>
/// <param name="Steps">Row steps in a band.</param>
/// <param name="Parts">Pieces that share the target's panels of channels.</param>
/// <param name="PositionFirst">Whether a row's pixels go by column before image.</param>
internal readonly record struct CorrelationPlan(bool Dots, int Images, int Bands, int Steps, int Parts, bool PositionFirst)
{
    /// <summary>The shortest window row that fills the lanes of a dot.</summary>
    private const int ShortestDot = 12;

    /// <summary>A piece's padded source should leave room for weights in the second cache.</summary>
    private const int SourceFloats = 96 * 1024;

    /// <summary>Images of at most so many pixels are taken twelve at a time, a tile for each position.</summary>
    private const int PixelsOfATiny = 25;

    public static unsafe CorrelationPlan Of(in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in PaddedWindow window)
    {
        var longestRun = 0;
        for (var i = 0; i < phaseCount; i++) longestRun = Math.Max(longestRun, phases[i].Columns.Taps * source.Channels);
        var dots = target.Channels <= DotTile.MostColumns && longestRun >= ShortestDot;

        var pixels = target.Height * target.Width / phaseCount;
        var tiny = pixels <= PixelsOfATiny;
        var images = tiny ? Tile.Rows : pixels <= 100 ? 4 : 1;
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
        return new CorrelationPlan(dots, images, bands, stepsABand, parts, tiny);
    }
}

/// <summary>Which source pixels all phases of a convolution see together.</summary>
/// <param name="FirstStep">The first row step of any phase.</param>
/// <param name="LastStep">One past the last row step.</param>
/// <param name="Step">Source rows from one step to the next.</param>
/// <param name="Top">The first source row of step 0, over all phases.</param>
/// <param name="Reach">Source rows that one step sees, over all phases.</param>
/// <param name="Left">The first source column seen; negative inside the zeros.</param>
/// <param name="Width">Source columns seen.</param>
internal readonly record struct PaddedWindow(int FirstStep, int LastStep, int Step, int Top, int Reach, int Left, int Width)
{
    /// <summary>Source rows that a number of steps see.</summary>
    public int Rows(int steps) => (steps - 1) * Step + Reach;

    /// <summary>Source pixels that a number of steps see.</summary>
    public nint Length(int steps) => (nint)Rows(steps) * Width;

    public static unsafe PaddedWindow Of(ConvolutionPhase* phases, int count)
    {
        int first = int.MaxValue, last = int.MinValue, top = int.MaxValue, bottom = int.MinValue, left = int.MaxValue, right = int.MinValue;
        for (var i = 0; i < count; i++)
        {
            var (rows, columns) = (phases[i].Rows, phases[i].Columns);
            if (rows.Count == 0 || columns.Count == 0) continue;
            first = Math.Min(first, rows.Start);
            last = Math.Max(last, rows.End);
            top = Math.Min(top, rows.SourceOffset);
            bottom = Math.Max(bottom, rows.SourceOffset + rows.Taps);
            left = Math.Min(left, columns.Start * columns.SourceStep + columns.SourceOffset);
            right = Math.Max(right, (columns.End - 1) * columns.SourceStep + columns.SourceOffset + columns.Taps);
        }
        return new PaddedWindow(first, last, phases[0].Rows.SourceStep, top, bottom - top, left, right - left);
    }
}
