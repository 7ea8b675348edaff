namespace Ansatz.Tensors;

/// <summary>
/// The right operand of a kernel's gradient: up to 32 channels of the output's gradient for the pixels of a chunk, in place or packed.
/// </summary>
internal readonly unsafe struct WeightGradientPanel
{
    public readonly float* Data;

    /// <summary>Floats from one image, row and pixel to the next.</summary>
    public readonly nint Group, Run, Step;

    public WeightGradientPanel(in ConvolutionGeometry g, float* gy, in WeightGradientChunk chunk, int column)
    {
        int outputs = g.OutputChannels, columns = Math.Min(Tile.Columns, outputs - column), width = Tile.Width(columns);
        nint image = (nint)g.OutputHeight * g.OutputWidth * outputs;
        var from = gy + chunk.GradientOffset + column;
        var inPlace = outputs <= SpeedConstants.Convolutions.ChannelsInPlace && outputs % Lanes.Count == 0;
        Data = inPlace ? from : Scratch.Floats(ScratchUse.Panel, chunk.Images * (nint)chunk.Pixels * width);
        Step = inPlace ? outputs : width;
        Group = inPlace ? image : (nint)chunk.Pixels * width;
        Run = g.OutputWidth * Step;
        for (var n = 0; n < chunk.Images && !inPlace; n++) Panels.Pack(from + n * image, outputs, 1, chunk.Pixels, columns, Data + n * Group);
    }
}
