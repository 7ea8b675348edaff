namespace Ansatz.Tensors;

/// <summary>
/// The work that a convolution and a transposed one share: target pixels of several phases from windows of a zero-padded source.
/// </summary>
internal static unsafe class Correlation
{
    public static void Run(
        in ImageBatch source, in ImageBatch target, ConvolutionPhase* phases, int phaseCount, in KernelPacking kernel, in Epilogue epilogue)
    {
        if (phaseCount == 1 && Winograd.Applies(phases[0], source.Channels, target.Channels))
        {
            WinogradCorrelation.Run(source, target, phases[0], kernel, epilogue);
            return;
        }
        var window = PaddedWindow.Of(phases, phaseCount);
        var plan = CorrelationPlan.Of(source, target, phases, phaseCount, window);
        var packed = plan.Dots ? kernel.PackForDots(phases, phaseCount) : kernel.Pack(phases, phaseCount);
        var groups = (source.Batch + plan.Images - 1) / plan.Images;
        ForkJoin.For(groups * plan.Bands * plan.Parts, new CorrelationPiece(source, target, phases, phaseCount, kernel, packed, epilogue, window, plan));
    }
}
