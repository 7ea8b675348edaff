namespace Ansatz.Tensors;

/// <summary>The source pixels that the phases of a convolution use, taken over all phases.</summary>
/// <param name="FirstStep">The first row step of any phase.</param>
/// <param name="LastStep">One past the last row step.</param>
/// <param name="Step">Source rows from one step to the next.</param>
/// <param name="Top">The first source row of step 0, over all phases.</param>
/// <param name="Reach">Source rows that one step uses, over all phases.</param>
/// <param name="Left">The first source column used; negative inside the padding.</param>
/// <param name="Width">Source columns used.</param>
internal readonly record struct PaddedWindow(int FirstStep, int LastStep, int Step, int Top, int Reach, int Left, int Width)
{
    /// <summary>Source rows that this number of steps uses.</summary>
    public int Rows(int steps) => (steps - 1) * Step + Reach;

    /// <summary>Source pixels that this number of steps uses.</summary>
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
