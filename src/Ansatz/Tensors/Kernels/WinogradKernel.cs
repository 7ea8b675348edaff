namespace Ansatz.Tensors;

/// <summary>
/// A kernel's values at the 36 points of <see cref="Winograd"/>, as right operands: [panel of 32 columns][point][depth][32]. The last panel
/// begins early enough to be full; where it overlaps the one before, both hold, and yield, the same.
/// </summary>
internal readonly unsafe struct WinogradKernel(KernelPacking kernel, ConvolutionPhase phase, float* packed)
{
    private const int DepthAPiece = 64;

    public static int PanelCount(int columns) => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>The first column of a panel.</summary>
    public static int Column(int panel, int columns) => Math.Min(panel * Tile.Columns, columns - Tile.Columns);

    /// <summary>Floats from one point to the next. Not a power of two: 36 points would compete for a few places in the caches.</summary>
    private nint PointStep => (nint)kernel.Depth * Tile.Columns + Lanes.Count;

    public float* Panel(int panel, int point) => packed + (panel * WinogradPoints.Square + point) * PointStep;

    public static WinogradKernel Pack(in KernelPacking kernel, in ConvolutionPhase phase)
    {
        var panels = PanelCount(kernel.Columns);
        var shape = new WinogradKernel(kernel, phase, null);
        var result = new WinogradKernel(kernel, phase, Scratch.Floats(ScratchUse.Weights, panels * WinogradPoints.Square * shape.PointStep));
        ForkJoin.For(panels * ((kernel.Depth + DepthAPiece - 1) / DepthAPiece), new Piece(result, panels));
        return result;
    }

    private void PackPiece(int panel, int first)
    {
        var depth = Math.Min(DepthAPiece, kernel.Depth - first);
        nint tap = depth * Tile.Columns;
        var taps = Scratch.Floats(ScratchUse.Window, phase.Taps * tap);
        kernel.PackTaps(phase, Column(panel, kernel.Columns), Tile.Columns, first, depth, taps);
        var to = Panel(panel, 0) + (nint)first * Tile.Columns;
        for (var i = 0; i < tap; i += Lanes.Count)
            WinogradTransform.Values(phase.Rows.Taps, taps + i, phase.Columns.Taps * tap, tap, to + i, PointStep);
    }

    private readonly struct Piece(WinogradKernel kernel, int panels) : IParallelBody
    {
        public void Invoke(int index) => kernel.PackPiece(index % panels, index / panels * DepthAPiece);
    }
}
