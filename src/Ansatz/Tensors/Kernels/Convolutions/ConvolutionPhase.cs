namespace Ansatz.Tensors;

/// <summary>
/// Evenly spaced pixels of the target, and the window of the source that each of them depends on.
/// </summary>
internal struct ConvolutionPhase
{
    public PhaseAxis Rows, Columns;

    public readonly int Taps => Rows.Taps * Columns.Taps;

    /// <summary>The phase without the border pixels whose windows lie outside a source of the given size.</summary>
    public readonly ConvolutionPhase Within(int height, int width) => new() { Rows = Rows.Within(height), Columns = Columns.Within(width) };
}

/// <summary>
/// One direction of a phase: step u, from <paramref name="Start"/> to <paramref name="End"/>, writes target pixel
/// u·TargetStep + TargetOffset from the <paramref name="Taps"/> source pixels that begin at u·SourceStep + SourceOffset;
/// the i-th of them is multiplied by the kernel's tap FirstTap + i·TapStep.
/// </summary>
internal readonly record struct PhaseAxis(
    int Start, int End, int SourceStep, int SourceOffset, int TargetStep, int TargetOffset, int Taps, int FirstTap, int TapStep)
{
    public int Count => End - Start;

    /// <summary>Which of step u's taps lie inside a source of the given length: [First, End), or [Taps, 0) for none.</summary>
    public (int First, int End) TapsInside(int u, int length)
    {
        var start = u * SourceStep + SourceOffset;
        var (first, end) = (Math.Max(0, -start), Math.Min(Taps, length - start));
        return first < end ? (first, end) : (Taps, 0);
    }

    /// <summary>Every s-th tap from a remainder on, where s is the source's step. These taps are adjacent among every s-th pixel of the source.</summary>
    public PhaseAxis TapsOfRemainder(int remainder) => this with
    {
        SourceOffset = SourceOffset + remainder,
        Taps = (Taps - remainder + SourceStep - 1) / SourceStep,
        FirstTap = FirstTap + remainder * TapStep,
        TapStep = TapStep * SourceStep,
    };

    /// <summary>The range of steps whose windows overlap a source of the given length.</summary>
    public PhaseAxis Within(int length)
    {
        var (start, end) = (Start, End);
        while (start < end && TapsInside(start, length).End == 0) start++;
        while (start < end && TapsInside(end - 1, length).End == 0) end--;
        return this with { Start = start, End = end };
    }

    /// <summary>
    /// The pixels t = stride·u + remainder of a transposed convolution's target, which begins at t = pad. They depend on the source pixels
    /// u − taps + 1 to u; the first of these is multiplied by the last of the taps remainder, remainder + stride, ….
    /// </summary>
    public static PhaseAxis OfRemainder(int remainder, int stride, int pad, int length, int kernelLength)
    {
        var taps = remainder < kernelLength ? (kernelLength - remainder + stride - 1) / stride : 0;
        var start = CeilingDivide(pad - remainder, stride);
        var end = Math.Max(start, CeilingDivide(pad + length - remainder, stride));
        return new PhaseAxis(start, end, 1, 1 - taps, stride, remainder - pad, taps, remainder + (taps - 1) * stride, -stride);
    }

    private static int CeilingDivide(int a, int b) => a > 0 ? (a + b - 1) / b : -(-a / b);
}
