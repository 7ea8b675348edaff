namespace Ansatz.Tensors;

/// <summary>
/// The work that a convolution and a transposed one share: target pixels of several phases from windows of a zero-padded source.
/// </summary>
internal static unsafe class Correlation
{
    /// <summary>A piece's padded source should leave room for a panel of weights in the second cache.</summary>
    private const int SourceFloats = 96 * 1024;

    /// <summary>Small images are taken together until a piece has about this many pixels.</summary>
    private const int PixelsAPiece = 192;

    /// <summary>With few target channels the lanes go along the sum, if it is long enough to fill them.</summary>
    private const int ShortestDot = 12;

    public static void Run(
        in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in KernelPacking kernel, in Epilogue epilogue)
    {
        var dots = target.Channels <= DotTile.MostColumns && LongestRun(phases, phaseCount) * source.Channels >= ShortestDot;
        var packed = dots ? kernel.PackForDots(phases, phaseCount) : kernel.Pack(phases, phaseCount);
        var window = PaddedWindow.Of(phases, phaseCount);
        var steps = window.LastStep - window.FirstStep;
        var bandCount = Math.Clamp((int)(window.Length(steps) * source.Channels / SourceFloats) + 1, 1, steps);
        var imagesAPiece = Math.Clamp(PixelsAPiece / (target.Height * target.Width), 1, Math.Max(1, source.Batch / (2 * ForkJoin.ThreadCount)));
        while (bandCount * 2 <= steps && source.Batch * bandCount < 2 * ForkJoin.ThreadCount) bandCount *= 2;
        var stepsABand = (steps + bandCount - 1) / bandCount;
        bandCount = (steps + stepsABand - 1) / stepsABand;
        var groups = (source.Batch + imagesAPiece - 1) / imagesAPiece;
        ForkJoin.For(groups * bandCount,
            new CorrelationPiece(source, target, phases, phaseCount, kernel, packed, dots, epilogue, window, imagesAPiece, stepsABand, bandCount));
    }

    private static int LongestRun(ConvolutionPhase* phases, int count)
    {
        var longest = 0;
        for (var i = 0; i < count; i++) longest = Math.Max(longest, phases[i].Columns.Taps);
        return longest;
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
