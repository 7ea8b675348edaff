namespace Ansatz.Tensors;

/// <summary>Up to 12 pixels of a convolution's target: where their windows begin in the source, where their sums go, and which taps count for any of them.</summary>
internal unsafe struct ConvolutionTile
{
    /// <summary>Pixels; 0 behind the last tile of a phase.</summary>
    public int Rows;

    /// <summary>The window's rows and columns that count: [First, End).</summary>
    public int FirstRow, EndRow, FirstColumn, EndColumn;

    /// <summary>Floats from where a piece's source and target begin.</summary>
    public fixed long From[Tile.Rows], To[Tile.Rows];
}
