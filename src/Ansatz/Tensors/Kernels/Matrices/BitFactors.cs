namespace Ansatz.Tensors;

/// <summary>The factors of a product V·sW, where V holds bits and W holds numbers. The default value is empty: its product is 0.</summary>
/// <param name="v">V, [m, k].</param>
/// <param name="w">W, [k, n], row after row.</param>
/// <param name="scale">s.</param>
internal readonly ref struct BitFactors(BitMatrix v, ReadOnlySpan<float> w, float scale = 1)
{
    public ReadOnlySpan<ulong> Words { get; } = v.Words;

    public int WordsPerRow { get; } = v.WordsPerRow;

    /// <summary>m.</summary>
    public int Rows { get; } = v.Rows;

    /// <summary>k.</summary>
    public int Depth { get; } = v.Columns;

    public ReadOnlySpan<float> W { get; } = w;

    public float Scale { get; } = scale;
}
