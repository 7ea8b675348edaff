using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>What a row of a model holds, in this order: numbers that it learns, numbers that are given, codes of categories that it learns, codes that are given.</summary>
/// <param name="Numbers">Numbers whose density is learnt.</param>
/// <param name="GivenNumbers">Numbers that the density depends on.</param>
/// <param name="Categories">How many categories each learnt column has.</param>
/// <param name="GivenCategories">How many each given column has.</param>
internal sealed record RowLayout(int Numbers, int GivenNumbers, int[] Categories, int[] GivenCategories)
{
    /// <summary>Numbers, learnt or given; the codes start behind them.</summary>
    public int AllNumbers => Numbers + GivenNumbers;

    /// <summary>Numbers and codes of a row.</summary>
    public int Width => AllNumbers + Categories.Length + GivenCategories.Length;

    /// <summary>The place in a row of a learnt column: of the numbers first, then of the categories.</summary>
    public int PlaceOf(int column) => column < Numbers ? column : AllNumbers + column - Numbers;

    /// <summary>Whether the column at a place of a row is learnt; else it is given.</summary>
    public bool IsLearnt(int place) => place < Numbers || (place >= AllNumbers && place < AllNumbers + Categories.Length);

    /// <summary>How many features the given columns are for a network: a number is one, a category is one-hot.</summary>
    public int GivenFeatures => GivenNumbers + GivenCategories.Sum();

    /// <summary>The given columns as features, [n, features]; null where none is given.</summary>
    /// <param name="rows">[n, width].</param>
    public Tensor? Given(Tensor rows)
    {
        if (GivenFeatures == 0) return null;
        var numbers = GivenNumbers == 0 ? null : rows.Slice(-1, Numbers, GivenNumbers);
        if (GivenCategories.Length == 0) return numbers;
        var codes = CategoryChain.OneHot(rows.Slice(-1, AllNumbers + Categories.Length, GivenCategories.Length), GivenCategories);
        return numbers is null ? codes : Tensor.Concat(-1, [numbers, codes]);
    }
}
