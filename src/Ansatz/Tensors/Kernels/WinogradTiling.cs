namespace Ansatz.Tensors;

/// <summary>Images cut into squares, or tiles, of <paramref name="Size"/> pixels a side, counted by image, row and column; the last of a row or column may be ragged.</summary>
/// <param name="Size">Pixels a side.</param>
/// <param name="Down">Squares in a column.</param>
/// <param name="Across">Squares in a row.</param>
internal readonly record struct WinogradTiling(int Size, int Down, int Across)
{
    public static WinogradTiling Of(int size, int height, int width) => new(size, (height + size - 1) / size, (width + size - 1) / size);

    /// <summary>Squares in an image.</summary>
    public int Count => Down * Across;

    /// <summary>A square's image and first pixel.</summary>
    public (int Image, int Top, int Left) At(int tile) => (tile / Count, tile % Count / Across * Size, tile % Across * Size);
}
