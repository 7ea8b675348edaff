namespace Ansatz.Tensors;

/// <summary>
/// Some pixels of the target, evenly spaced, and the window of the source that each of them sees.
/// </summary>
internal struct ConvolutionPhase
{
    public PhaseAxis Rows, Columns;

    public readonly int Taps => Rows.Taps * Columns.Taps;
}

/// <summary>
/// One direction of a phase: step u, from <paramref name="Start"/> to <paramref name="End"/>, writes target pixel
/// u·TargetStep + TargetOffset from the <paramref name="Taps"/> source pixels that begin at u·SourceStep + SourceOffset;
/// the i-th of them meets the kernel's tap FirstTap + i·TapStep.
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

    /// <summary>
    /// The pixels t = stride·u + remainder of a transposed convolution's target, which begins at t = pad: they see source pixels
    /// u − taps + 1 to u, the first of which meets the last of the taps remainder, remainder + stride, ….
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
