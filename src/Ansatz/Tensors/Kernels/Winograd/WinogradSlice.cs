namespace Ansatz.Tensors;

/// <summary>A part of the sum of a convolution by <see cref="Winograd"/>: one tap phase of some source channels.</summary>
/// <param name="Taps">The taps of the kernel, and the places of their windows.</param>
/// <param name="First">The first channel.</param>
/// <param name="Depth">The number of channels.</param>
internal readonly record struct WinogradSlice(ConvolutionPhase Taps, int First, int Depth)
{
    public static int Count(in ConvolutionPhase phase, int channels, int mostDepth) =>
        phase.Rows.SourceStep * phase.Columns.SourceStep * ((channels + mostDepth - 1) / mostDepth);

    /// <summary>Divides a sum into slices of nearly the same depth, all channels of a tap phase before the next phase; the first is the deepest.</summary>
    public static unsafe void Cut(in ConvolutionPhase phase, int channels, int mostDepth, WinogradSlice* slices)
    {
        var parts = (channels + mostDepth - 1) / mostDepth;
        for (var ry = 0; ry < phase.Rows.SourceStep; ry++)
            for (var rx = 0; rx < phase.Columns.SourceStep; rx++)
            {
                var taps = new ConvolutionPhase { Rows = phase.Rows.TapsOfRemainder(ry), Columns = phase.Columns.TapsOfRemainder(rx) };
                var first = 0;
                for (var part = 0; part < parts; part++)
                {
                    var depth = (channels - first + parts - part - 1) / (parts - part);
                    *slices++ = new WinogradSlice(taps, first, depth);
                    first += depth;
                }
            }
    }
}
