namespace Ansatz.Tensors;

/// <summary>The two sides of a product V·sW of bits and numbers; none by default, and its product is 0.</summary>
/// <param name="v">V, [m, k].</param>
/// <param name="w">W, [k, n], row after row.</param>
/// <param name="scale">s.</param>
internal readonly ref struct BitFactors(BitMatrix v, ReadOnlySpan<float> w, float scale = 1)
{
    public ReadOnlySpan<ulong> Words { get; } = v.Words;

    public int WordsARow { get; } = v.WordsARow;

    /// <summary>m.</summary>
    public int Rows { get; } = v.Rows;

    /// <summary>k.</summary>
    public int Depth { get; } = v.Columns;

    public ReadOnlySpan<float> W { get; } = w;

    public float Scale { get; } = scale;
}
