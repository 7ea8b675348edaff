namespace Ansatz.Tensors;

/// <summary>
/// A convolution's kernel as a right operand: element (tap, depth, column) at w[tap·tapLength + depth·row + column·columnStep], packed
/// for each phase and each panel of 32 columns as [tap in the phase's order][depth][32].
/// </summary>
internal readonly unsafe struct KernelPacking(float* w, int kernelWidth, nint tapLength, int depth, int columns, nint row, nint columnStep)
{
    public int Depth => depth;

    public int Columns => columns;

    private int PanelCount => (columns + Tile.Columns - 1) / Tile.Columns;

    /// <summary>The number of columns with the last panel padded.</summary>
    private int PaddedColumns => (columns & -Tile.Columns) + (columns % Tile.Columns == 0 ? 0 : Tile.Width(columns % Tile.Columns));

    /// <summary>Packs the kernel for all phases, or returns it unchanged if it has that layout already.</summary>
    public float* Pack(ConvolutionPhase* phases, int phaseCount)
    {
        if (phaseCount == 1 && phases[0].Rows.TapStep == 1 && columnStep == 1 && columns is 16 or 32) return w;
        var taps = 0;
        for (var i = 0; i < phaseCount; i++) taps += phases[i].Taps;
        var packed = Scratch.Floats(ScratchUse.Weights, (nint)taps * depth * PaddedColumns);
        ForkJoin.For(phaseCount * PanelCount, new Piece(this, phases, packed));
        return packed;
    }

    /// <summary>The place of a phase's panel in the packed kernel.</summary>
    public nint PanelOffset(ConvolutionPhase* phases, int phase, int column)
    {
        nint taps = 0;
        for (var i = 0; i < phase; i++) taps += phases[i].Taps;
        return (taps * PaddedColumns + (nint)phases[phase].Taps * column) * depth;
    }

    /// <summary>Packs the kernel for <see cref="DotTile"/>: for each phase [column][kernel row][kernel column and depth, padded with zeros].</summary>
    public float* PackForDots(ConvolutionPhase* phases, int phaseCount)
    {
        var packed = Scratch.Floats(ScratchUse.Weights, DotOffset(phases, phaseCount));
        var to = packed;
        for (var phase = 0; phase < phaseCount; phase++)
        {
            var (rows, across) = (phases[phase].Rows, phases[phase].Columns);
            var rest = DotTile.PackedLength(across.Taps * depth) - across.Taps * depth;
            for (var column = 0; column < columns; column++)
                for (var i = 0; i < rows.Taps; i++, to += rest)
                {
                    for (var j = 0; j < across.Taps; j++)
                    {
                        var tap = w + Tap(rows, across, i, j) * tapLength + column * columnStep;
                        for (var d = 0; d < depth; d++) *to++ = tap[d * row];
                    }
                    new Span<float>(to, rest).Clear();
                }
        }
        return packed;
    }

    /// <summary>The place of a phase in the result of <see cref="PackForDots"/>.</summary>
    public nint DotOffset(ConvolutionPhase* phases, int phase)
    {
        nint offset = 0;
        for (var i = 0; i < phase; i++) offset += (nint)phases[i].Rows.Taps * DotTile.PackedLength(phases[i].Columns.Taps * depth) * columns;
        return offset;
    }

    /// <summary>Packs some rows of at most 32 columns as [tap][row][width].</summary>
    public void PackTaps(in ConvolutionPhase phase, int column, int count, int firstRow, int rowCount, float* to)
    {
        for (var i = 0; i < phase.Rows.Taps; i++)
            for (var j = 0; j < phase.Columns.Taps; j++, to += rowCount * Tile.Width(count))
                Panels.Pack(w + Tap(phase.Rows, phase.Columns, i, j) * tapLength + column * columnStep + firstRow * row, row, columnStep, rowCount, count, to);
    }

    private int Tap(in PhaseAxis rows, in PhaseAxis across, int i, int j) =>
        (rows.FirstTap + i * rows.TapStep) * kernelWidth + across.FirstTap + j * across.TapStep;

    private void PackPanel(ConvolutionPhase* phases, int phase, int column, float* packed)
    {
        var count = Math.Min(Tile.Columns, columns - column);
        PackTaps(phases[phase], column, count, 0, depth, packed + PanelOffset(phases, phase, column));
    }

    private readonly struct Piece(KernelPacking kernel, ConvolutionPhase* phases, float* packed) : IParallelBody
    {
        public void Invoke(int index) =>
            kernel.PackPanel(phases, index / kernel.PanelCount, index % kernel.PanelCount * Tile.Columns, packed);
    }
}
