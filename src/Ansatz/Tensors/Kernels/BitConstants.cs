namespace Ansatz.Tensors;

/// <summary>
/// The constants that decide bits: they fix the order in which terms are added. A change of one of them changes results and golden hashes. All other
/// constants of the kernels decide only speed.
/// </summary>
internal static class BitConstants
{
    /// <summary>Products of matrices: the largest length of a chain. <see cref="BlockTree"/> adds the blocks of a longer sum.</summary>
    public const int ProductBlock = 4096;

    /// <summary>Products of matrices and convolutions: up to this number of columns, or target channels, <see cref="DotTile"/> vectorizes over the terms.</summary>
    public const int DotColumns = 4;

    /// <summary>Convolutions: the shortest window row that <see cref="DotTile"/> computes.</summary>
    public const int ShortestDotRow = 12;

    /// <summary>Gradients of a convolution's kernel: pixels per block, so that partial sums cost little in comparison.</summary>
    public const int KernelGradientPixels = 4096;

    /// <summary>Winograd's method: the fewest channels, and the fewest pairs of source and target channels. With fewer, the transforms cost more than the products
    /// save (measured on images of 14 × 14 pixels and more).</summary>
    public const int WinogradChannels = 32, WinogradChannelPairs = 32 * 64;

    /// <summary>Winograd's method for two taps: the fewest channels for five points instead of four.</summary>
    public const int WinogradFivePointChannels = 128;

    /// <summary>Gradients by Winograd's method: tiles per block of images, and with four points. The chains are so long that the transform back costs little in
    /// comparison; with few channels, a block fits in the second-level cache.</summary>
    public const int WinogradTiles = 340, WinogradFourPointTiles = 72;

    /// <summary>Sums along a row: elements per block.</summary>
    public const int RowSumBlock = 4096;

    /// <summary>Sums along a column: rows per block.</summary>
    public const int ColumnSumBlock = 64;

    /// <summary>Sums of squares in double: elements per block.</summary>
    public const int SquareSumBlock = 64 * 1024;

    /// <summary>Statistics of batch normalization: rows per block.</summary>
    public const int ChannelBlock = 64;

    /// <summary>Narrow networks: rows per block, which one thread takes through all layers; at most the rows of one block of <see cref="ColumnSumBlock"/>.</summary>
    public const int NetworkRows = 64;

    /// <summary>Narrow networks: the most weights of a layer, 64 KB.</summary>
    public const int NetworkWeights = 16 * 1024;

    /// <summary>Gradients of a mixture's parameters: points per block.</summary>
    public const int MixtureBlock = 1024;
}
