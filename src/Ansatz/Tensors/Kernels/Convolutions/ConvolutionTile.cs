namespace Ansatz.Tensors;

/// <summary>Up to 12 pixels of a convolution's target: where their windows begin in the source, where their sums are written, and which taps any of them uses.</summary>
internal unsafe struct ConvolutionTile
{
    /// <summary>The number of pixels; 0 marks the end of a phase.</summary>
    public int Rows;

    /// <summary>The rows and columns of the window that are used: [First, End).</summary>
    public int FirstRow, EndRow, FirstColumn, EndColumn;

    /// <summary>Offsets in floats from the first pixel of a piece's source and target.</summary>
    public fixed long From[Tile.Rows], To[Tile.Rows];
}
