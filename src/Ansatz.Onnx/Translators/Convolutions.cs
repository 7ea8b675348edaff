namespace Ansatz.Onnx.Translators;

/// <summary>Convolutions. Images here have their channels last and those of ONNX have them first, so transposes stand around each; those between two convolutions are left out.</summary>
internal static class Convolutions
{
    private static readonly int[] channelsFirst = [0, 3, 1, 2], channelsLast = [0, 2, 3, 1];

    public static void AddTo(OnnxTranslators to)
    {
        to.Add<Convolve>((op, graph, x) => Forward(op.Geometry, graph, x, op.NegativeSlope));
        to.Add<ConvolveTransposed>((op, graph, x) => Transposed(op.Geometry, graph, x, op.NegativeSlope));
    }

    // w [kh, kw, in, out] becomes [out, in, kh, kw].
    private static OnnxValue Forward(ConvolutionGeometry g, OnnxGraph graph, IReadOnlyList<OnnxValue> x, float slope)
    {
        // Zeros behind the image that no window covers are not added.
        int bottom = Math.Max(g.PaddedHeight - g.InputHeight - g.PadTop, 0), right = Math.Max(g.PaddedWidth - g.InputWidth - g.PadLeft, 0);
        var weight = x[1].Permute(3, 2, 0, 1);
        return Finish(graph.Node("Conv", [First(x[0]), weight, .. x.Skip(2)],
            ("kernel_shape", new[] { g.KernelHeight, g.KernelWidth }), ("strides", new[] { g.Stride, g.Stride }), ("pads", new[] { g.PadTop, g.PadLeft, bottom, right })), slope);
    }

    // The geometry is that of the convolution whose adjoint this is: its input is the result. w [kh, kw, out, in] becomes [in, out, kh, kw].
    private static OnnxValue Transposed(ConvolutionGeometry g, OnnxGraph graph, IReadOnlyList<OnnxValue> x, float slope)
    {
        // What the windows cover beyond the result is cropped; what the result has beyond them gets the bias alone.
        int below = g.PaddedHeight - g.PadTop - g.InputHeight, behind = g.PaddedWidth - g.PadLeft - g.InputWidth;
        var weight = x[1].Permute(3, 2, 0, 1);
        var y = graph.Node("ConvTranspose", [First(x[0]), weight], ("kernel_shape", new[] { g.KernelHeight, g.KernelWidth }), ("strides", new[] { g.Stride, g.Stride }),
            ("pads", new[] { g.PadTop, g.PadLeft, Math.Max(below, 0), Math.Max(behind, 0) }));
        if (below < 0 || behind < 0) y = graph.Node("Pad", [y, graph.Integers(0, 0, 0, 0, 0, 0, Math.Max(-below, 0), Math.Max(-behind, 0))]);
        if (x.Count > 2) y += graph.Node("Unsqueeze", [x[2], graph.Integers(1, 2)]);
        return Finish(y, slope);
    }

    private static OnnxValue First(OnnxValue image) => image.ChannelsFirst ?? image.Origin.ChannelsFirst ?? image.Permute(channelsFirst);

    private static OnnxValue Finish(OnnxValue image, float slope)
    {
        image = image.Leaky(slope);
        var last = image.Permute(channelsLast);
        last.ChannelsFirst = image;
        return last;
    }
}
