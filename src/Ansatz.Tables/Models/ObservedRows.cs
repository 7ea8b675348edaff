using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>Rows with what of them is observed. NaN stands for a cell that is not.</summary>
/// <param name="Cells">[n, width], 0 in place of NaN.</param>
/// <param name="Known">[n, learnt columns], first the numbers, then the categories: 1 where a cell is observed, else 0; null where all are.</param>
internal sealed record ObservedRows(Tensor Cells, Tensor? Known)
{
    /// <param name="rows">[n, width].</param>
    /// <param name="layout">What a row holds. Given cells are always observed.</param>
    public static ObservedRows Of(Tensor rows, RowLayout layout)
    {
        if (rows.IsTraced || !HasGap(rows.Span)) return new ObservedRows(rows, null);
        int count = rows.Shape[0], width = layout.Width, learnt = layout.Numbers + layout.Categories.Length;
        Tensor cells = Tensor.Allocate(rows.Shape, rows.Tape), known = Tensor.Allocate([count, learnt], rows.Tape);
        ReadOnlySpan<float> values = rows.Span;
        Span<float> filled = cells.Span, flags = known.Span;
        for (var i = 0; i < values.Length; i++) filled[i] = float.IsNaN(values[i]) ? 0 : values[i];
        for (var i = 0; i < flags.Length; i++) flags[i] = float.IsNaN(values[i / learnt * width + layout.PlaceOf(i % learnt)]) ? 0 : 1;
        return new ObservedRows(cells, known);
    }

    /// <summary>What a network is told of the rows: the observed numbers, then, for each, 1 where it is not observed; categories as zeros and ones; the given columns. [n, features].</summary>
    public Tensor Features(RowLayout layout)
    {
        var parts = new List<Tensor>();
        if (layout.Numbers > 0)
        {
            var numbers = Cells.Slice(-1, 0, layout.Numbers);
            parts.Add(numbers);
            parts.Add(Known is null ? numbers * 0f : Known.Slice(-1, 0, layout.Numbers).Affine(-1, 1));
        }
        if (layout.Categories.Length > 0)
        {
            var codes = CategoryChain.OneHot(Cells.Slice(-1, layout.AllNumbers, layout.Categories.Length), layout.Categories);
            parts.Add(Known is null ? codes : codes * Known.Slice(-1, layout.Numbers, layout.Categories.Length).Gather(-1, [.. layout.Categories.SelectMany((k, j) => Enumerable.Repeat(j, k))]));
        }
        if (layout.Given(Cells) is { } given) parts.Add(given);
        return parts.Count == 1 ? parts[0] : Tensor.Concat(-1, [.. parts]);
    }

    private static bool HasGap(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
            if (float.IsNaN(value)) return true;
        return false;
    }

    /// <summary>How many features those are.</summary>
    public static int FeatureCount(RowLayout layout) => 2 * layout.Numbers + layout.Categories.Sum() + layout.GivenFeatures;
}
