using Ansatz.Tensors;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs of <see cref="Winograd"/>'s method: the three passes with 3 taps, and with 2 of few channels; the pixels with 4 taps, and with 2 of many channels.</summary>
internal static class WinogradChecksum
{
    public static void Compute(Digest digest)
    {
        var three = new ConvolutionGeometry(2, 9, 8, 33, 9, 8, 64, 3, 3, 1, 1, 1);
        var four = new ConvolutionGeometry(1, 9, 9, 64, 6, 6, 33, 4, 4, 1, 0, 0);
        var two = new ConvolutionGeometry(1, 9, 9, 128, 8, 8, 128, 2, 2, 1, 0, 0);
        var few = new ConvolutionGeometry(2, 12, 12, 33, 6, 6, 40, 4, 4, 2, 1, 1);
        foreach (var g in (ReadOnlySpan<ConvolutionGeometry>)[three, four, two, few])
        {
            if (!Winograd.Applies(g)) throw new InvalidOperationException($"{g} is not computed by Winograd's method.");
            float[] x = KernelData.Values((int)g.InputLength, 1), w = KernelData.Values(g.KernelLength, 2), y = KernelData.Values((int)g.OutputLength, 3);
            float[] pixels = new float[y.Length], inputs = new float[x.Length], kernel = new float[w.Length];
            Convolution.Forward(g, x, w, [], 0.1f, pixels);
            if (g == three || g == few) Convolution.InputGradient(g, y, w, [], 1, inputs);
            if (g == three || g == few) Convolution.WeightGradient(g, x, y, kernel);
            digest.Add(pixels);
            digest.Add(inputs);
            digest.Add(kernel);
        }
    }
}
