namespace Ansatz.Tensors;

/// <summary>
/// U of <see cref="Winograd"/>: a kernel at the points, as right operands [panel of 32 columns][slice][point][depth][32]. The last panel has 16 columns if
/// that is enough. If it would be partial, it begins earlier and overlaps the panel before; both then hold the same values there.
/// </summary>
internal readonly unsafe struct WinogradKernel(KernelPacking kernel, WinogradSlice* slices, int sliceCount, WinogradSize size)
{
    public static int PanelsOf(int columns) => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>The first column of a panel.</summary>
    public static int ColumnOf(int panel, int columns) => Math.Min(panel * Tile.Columns, columns - Tile.Width(columns - panel * Tile.Columns));

    /// <summary>The number of columns, 16 or 32, of the panel that begins at this column.</summary>
    public static int WidthAt(int column, int columns) => Math.Min(Tile.Columns, columns - column);

    /// <summary>Floats from one point to the next; see <see cref="WinogradInput.PointStep"/>.</summary>
    public nint PointStep => (nint)slices[0].Depth * Tile.Columns + Lanes.Count;

    public nint SliceStep => size.Square * PointStep;

    public nint PanelStep => sliceCount * SliceStep;

    /// <summary>Packs all of it, on all threads.</summary>
    public float* PackAll()
    {
        var panels = PanelsOf(kernel.Columns);
        var packed = Scratch.Floats(ScratchUse.Weights, panels * PanelStep);
        ForkJoin.For(panels * sliceCount, new Piece(this, packed, sliceCount));
        return packed;
    }

    /// <summary>Packs one slice of one panel.</summary>
    public void Pack(int panel, int slice, float* to)
    {
        var (phase, first, depth) = slices[slice];
        var column = ColumnOf(panel, kernel.Columns);
        var width = WidthAt(column, kernel.Columns);
        nint tap = depth * width;
        var taps = Scratch.Floats(ScratchUse.Window, size.Taps * size.Taps * tap);
        kernel.PackTaps(phase, column, width, first, depth, taps);
        for (var i = 0; i < tap; i += Lanes.Count) WinogradTransform.Values(size, size.Taps, taps + i, size.Taps * tap, tap, to + i, PointStep);
    }

    private readonly struct Piece(WinogradKernel kernel, float* packed, int sliceCount) : IParallelBody
    {
        public void Invoke(int index) => kernel.Pack(index / sliceCount, index % sliceCount, packed + index * kernel.SliceStep);
    }
}
