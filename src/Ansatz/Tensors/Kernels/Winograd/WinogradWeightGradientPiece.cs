namespace Ansatz.Tensors;

/// <summary>
/// The products of <see cref="WinogradWeightGradient"/> for one slice of one block. A piece has one or two panels of output channels and all input
/// channels, or a part of the input channels if there are fewer panels than threads.
/// </summary>
/// <param name="g">The sizes.</param>
/// <param name="gradient">The block of the output's gradient.</param>
/// <param name="size">Taps and points.</param>
/// <param name="tiling">The squares of the gradient.</param>
/// <param name="tiles">The number of squares in the block.</param>
/// <param name="input">V's layout.</param>
/// <param name="v">V of the current slice.</param>
/// <param name="target">The kernel's gradient by this block.</param>
/// <param name="threads">The number of threads that share the block.</param>
internal readonly unsafe struct WinogradWeightGradientPiece(
    ConvolutionGeometry g, ImageBatch gradient, WinogradSize size, WinogradTiling tiling, int tiles, WinogradInput input, float* v, float* target, int threads)
    : IParallelBody
{
    private readonly int panelsPerPiece = WinogradKernel.PanelsOf(g.OutputChannels) >= 2 * threads ? 2 : 1;
    private readonly int rowsAtATime = tiles > SpeedConstants.Winograd.ShortChain ? SpeedConstants.Winograd.MostRows : SpeedConstants.Winograd.RowsOfShortChains;

    /// <summary>The slice's taps.</summary>
    public ConvolutionPhase Taps { get; init; }

    /// <summary>The stored W of all pieces for the next slices, or null.</summary>
    public float* StoredW { get; init; }

    /// <summary>Whether W must be computed first.</summary>
    public bool IsFirst { get; init; }

    public int Count => PanelPieces * Parts;

    /// <summary>The length of a piece's W in floats.</summary>
    public nint GradientLength => size.Square * GradientStep;

    private int PanelPieces => (WinogradKernel.PanelsOf(g.OutputChannels) + panelsPerPiece - 1) / panelsPerPiece;

    private int Parts => Math.Clamp(threads / PanelPieces, 1, (g.InputChannels + SpeedConstants.Winograd.RowsOfShortChains - 1) / SpeedConstants.Winograd.RowsOfShortChains);

    private nint GradientStep => (nint)tiles * panelsPerPiece * Tile.Columns + Lanes.Count;

    private nint ProductStep => (nint)rowsAtATime * panelsPerPiece * Tile.Columns + Lanes.Count;

    private int Column(int panel) => WinogradKernel.ColumnOf(panel, g.OutputChannels);

    private int Width(int panel) => WinogradKernel.WidthAt(Column(panel), g.OutputChannels);

    public void Invoke(int index)
    {
        var (part, panelPiece) = Math.DivRem(index, PanelPieces);
        var panel = panelPiece * panelsPerPiece;
        var panels = Math.Min(panelsPerPiece, WinogradKernel.PanelsOf(g.OutputChannels) - panel);
        var w = StoredW == null ? Scratch.Floats(ScratchUse.Panel, GradientLength) : StoredW + index * GradientLength;
        if (IsFirst) TransformGradient(panel, panels, w);
        var products = Scratch.Floats(ScratchUse.Rows, size.Square * ProductStep);
        var groups = (g.InputChannels + Lanes.Count - 1) / Lanes.Count;
        var end = Math.Min(g.InputChannels, groups * (part + 1) / Parts * Lanes.Count);
        for (var row = groups * part / Parts * Lanes.Count; row < end; row += rowsAtATime)
        {
            var rows = Math.Min(rowsAtATime, end - row);
            Multiply(row, rows, panel, panels, w, products);
            TransformBack(row, rows, panel, panels, products);
        }
    }

    private void TransformGradient(int firstPanel, int panels, float* w)
    {
        var firstChannel = Column(firstPanel);
        var depth = Column(firstPanel + panels - 1) + Width(firstPanel + panels - 1) - firstChannel;
        var copy = Scratch.Floats(ScratchUse.Window, size.Square * (nint)depth);
        for (var tile = 0; tile < tiles; tile++)
        {
            var (image, top, left) = tiling.At(tile);
            var window = new ImageWindow(gradient, image, top, left, size.Pixels, 1, firstChannel, depth, copy);
            for (var panel = 0; panel < panels; panel++)
                for (var c = 0; c < Width(firstPanel + panel); c += Lanes.Count)
                {
                    var channel = Column(firstPanel + panel) - firstChannel + c;
                    var to = w + ((nint)panel * tiles + tile) * Tile.Columns + c;
                    window.PrefetchNext(channel, size.Pixels);
                    Prefetch.Rectangle(to + Tile.Columns, size.Points, size.Points * GradientStep, size.Points, GradientStep);
                    WinogradTransform.Values(size, size.Pixels, window.Pixels + channel, window.Row, window.Column, to, GradientStep);
                }
        }
    }

    /// <summary>
    /// P of some rows. The tiles of a point prefetch the next point's operands: saves a quarter of the products with long chains.
    /// </summary>
    private void Multiply(int firstRow, int rowCount, int firstPanel, int panels, float* w, float* p)
    {
        var a = stackalloc float*[SpeedConstants.Winograd.MostRows + Tile.Rows];
        var c = stackalloc float*[2 * SpeedConstants.Winograd.MostRows + Tile.Rows];
        for (var row = 0; row < rowCount; row++) a[row] = v + input.OffsetOf(firstRow + row);
        for (var row = 0; row < rowCount * panels; row++) c[row] = p + row * Tile.Columns;
        var terms = TermStrides.SingleRun(tiles, Lanes.Count, Tile.Columns) with { IsOutputCached = true };
        var panelLength = (nint)tiles * Tile.Columns;
        for (var point = 0; point < size.Square; point++, w += GradientStep)
        {
            var prefetch = new PrefetchStream(a[0] + input.PointStep, (nint)tiles * rowCount).Then(w + GradientStep, panels * panelLength);
            for (var panel = 0; panel < panels; panel++)
                for (var row = 0; row < rowCount; row += Tile.Rows)
                {
                    var b = w + panel * panelLength;
                    terms.PrefetchOffset = prefetch.NextOffset(b, terms);
                    Tile.Multiply(a + row, b, terms, c + panel * rowCount + row, Math.Min(Tile.Rows, rowCount - row), Width(firstPanel + panel), continued: false);
                }
            for (var row = 0; row < rowCount; row++) a[row] += input.PointStep;
            for (var row = 0; row < rowCount * panels; row++) c[row] += ProductStep;
        }
    }

    private void TransformBack(int firstRow, int rowCount, int firstPanel, int panels, float* p)
    {
        nint tap = (nint)g.InputChannels * g.OutputChannels, toRow = Taps.Rows.TapStep * g.KernelWidth * tap, toColumn = Taps.Columns.TapStep * tap;
        var start = target + (Taps.Rows.FirstTap * g.KernelWidth + Taps.Columns.FirstTap) * tap + (nint)firstRow * g.OutputChannels;
        for (var panel = 0; panel < panels; panel++)
            for (var row = 0; row < rowCount; row++, p += Tile.Columns)
                for (var c = 0; c < Width(firstPanel + panel); c += Lanes.Count)
                {
                    var to = start + (nint)row * g.OutputChannels + Column(firstPanel + panel) + c;
                    Prefetch.Rectangle(to + SpeedConstants.Winograd.RowsAhead * g.OutputChannels, size.Taps, toRow, size.Taps, toColumn);
                    WinogradTransform.Sums(size, size.Taps, p + c, ProductStep, to, toRow, toColumn);
                }
    }
}
