namespace Ansatz.Tensors;

/// <summary>
/// What convolutions and transposed convolutions share: target pixels of several phases from windows of a zero-padded source.
/// </summary>
internal static unsafe class Correlation
{
    public static void Run(
        in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in KernelPacking kernel, in Epilogue epilogue)
    {
        var inner = Scratch.Of<ConvolutionPhase>(ScratchUse.InnerPhases, phaseCount);
        for (var i = 0; i < phaseCount; i++) inner[i] = phases[i].Within(source.Height, source.Width);
        if (Winograd.Applies(inner, phaseCount, source.Channels, target.Channels))
        {
            for (var i = 0; i < phaseCount; i++)
            {
                WinogradCorrelation.Run(source, target, inner[i], kernel, epilogue);
                FillBorder(target, phases[i], inner[i], epilogue);
            }
            return;
        }
        var window = PaddedWindow.Of(phases, phaseCount);
        var plan = CorrelationPlan.Of(source, target, phases, phaseCount, window);
        var packed = plan.Dots ? kernel.PackForDots(phases, phaseCount) : kernel.Pack(phases, phaseCount);
        var groups = (source.Batch + plan.Images - 1) / plan.Images;
        ForkJoin.For(groups * plan.Bands * plan.Parts, new CorrelationPiece(source, target, phases, phaseCount, kernel, packed, epilogue, window, plan));
    }

    /// <summary>Writes every pixel as if its sum were empty: the rectified bias.</summary>
    public static void FillWithoutSource(in ImageBatch target, in Epilogue epilogue)
    {
        var pixels = target.Batch * target.ImageLength / target.Channels;
        for (nint pixel = 0; pixel < pixels; pixel++)
        {
            var to = target.Data + pixel * target.Channels;
            new Span<float>(to, target.Channels).Clear();
            epilogue.Apply(to, 0, target.Channels);
        }
    }

    /// <summary>Writes the pixels of a phase whose windows lie outside the source.</summary>
    private static void FillBorder(in ImageBatch target, in ConvolutionPhase phase, in ConvolutionPhase inner, in Epilogue epilogue)
    {
        var (rows, columns) = (phase.Rows, phase.Columns);
        if (inner.Rows.Count == rows.Count && inner.Columns.Count == columns.Count) return;
        for (var n = 0; n < target.Batch; n++)
            for (var u = rows.Start; u < rows.End; u++)
                for (var v = columns.Start; v < columns.End; v++)
                {
                    if (u >= inner.Rows.Start && u < inner.Rows.End && v >= inner.Columns.Start && v < inner.Columns.End) continue;
                    var pixel = target.Data + n * target.ImageLength
                        + ((u * rows.TargetStep + rows.TargetOffset) * (nint)target.Width + v * columns.TargetStep + columns.TargetOffset) * target.Channels;
                    new Span<float>(pixel, target.Channels).Clear();
                    epilogue.Apply(pixel, 0, target.Channels);
                }
    }
}
