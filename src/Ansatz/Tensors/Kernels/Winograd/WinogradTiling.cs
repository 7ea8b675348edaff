namespace Ansatz.Tensors;

/// <summary>Images divided into squares (tiles) of <paramref name="Size"/> pixels per side, counted by image, row and column. The last square of a row or column may be partial.</summary>
/// <param name="Size">Pixels per side.</param>
/// <param name="Down">Squares per column.</param>
/// <param name="Across">Squares per row.</param>
internal readonly record struct WinogradTiling(int Size, int Down, int Across)
{
    public static WinogradTiling Of(int size, int height, int width) => new(size, (height + size - 1) / size, (width + size - 1) / size);

    /// <summary>Squares per image.</summary>
    public int Count => Down * Across;

    /// <summary>A square's image and first pixel.</summary>
    public (int Image, int Top, int Left) At(int tile) => (tile / Count, tile % Count / Across * Size, tile % Across * Size);
}
