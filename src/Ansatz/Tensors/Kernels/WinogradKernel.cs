namespace Ansatz.Tensors;

/// <summary>
/// U of <see cref="Winograd"/>: a kernel at the points, as right operands [panel of 32 columns][tap phase][point][depth][32]. The last panel
/// begins early enough to be full; where it overlaps the one before, both hold, and yield, the same.
/// </summary>
internal readonly unsafe struct WinogradKernel(KernelPacking kernel, ConvolutionPhase* terms, int termCount, WinogradSize size)
{
    private const int DepthAPiece = 64;

    public static int PanelsOf(int columns) => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>The first column of a panel.</summary>
    public static int ColumnOf(int panel, int columns) => Math.Min(panel * Tile.Columns, columns - Tile.Columns);

    /// <summary>Floats from one point to the next; see <see cref="WinogradInput.PointStep"/>.</summary>
    public nint PointStep => (nint)kernel.Depth * Tile.Columns + Lanes.Count;

    public nint PanelStep => termCount * size.Square * PointStep;

    /// <summary>Packs the kernel.</summary>
    public float* Pack()
    {
        var panels = PanelsOf(kernel.Columns);
        var packed = Scratch.Floats(ScratchUse.Weights, panels * PanelStep);
        var pieces = (kernel.Depth + DepthAPiece - 1) / DepthAPiece;
        ForkJoin.For(panels * termCount * pieces, new Piece(this, packed, termCount, pieces));
        return packed;
    }

    private void PackPiece(int panel, int term, int first, float* to)
    {
        var depth = Math.Min(DepthAPiece, kernel.Depth - first);
        nint tap = depth * Tile.Columns;
        var taps = Scratch.Floats(ScratchUse.Window, size.Taps * size.Taps * tap);
        kernel.PackTaps(terms[term], ColumnOf(panel, kernel.Columns), Tile.Columns, first, depth, taps);
        to += panel * PanelStep + term * size.Square * PointStep + (nint)first * Tile.Columns;
        for (var i = 0; i < tap; i += Lanes.Count) WinogradTransform.Values(size, size.Taps, taps + i, size.Taps * tap, tap, to + i, PointStep);
    }

    private readonly struct Piece(WinogradKernel kernel, float* packed, int termCount, int pieces) : IParallelBody
    {
        public void Invoke(int index)
        {
            var (rest, piece) = Math.DivRem(index, pieces);
            var (panel, term) = Math.DivRem(rest, termCount);
            kernel.PackPiece(panel, term, piece * DepthAPiece, packed);
        }
    }
}
