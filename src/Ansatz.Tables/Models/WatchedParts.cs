using Ansatz.Random;

namespace Ansatz.Tables.Models;

/// <summary>Rows in nine random parts. A model watches one of them, which says when to stop, and learns the others.</summary>
/// <param name="rows">The rows.</param>
/// <param name="rng">The stream of the order.</param>
internal sealed class WatchedParts(TableRows rows, Rng rng)
{
    /// <summary>How many parts there are.</summary>
    public const int Count = 9;

    // The rows in a random order; part i has each ninth of them, from the i-th on.
    private readonly int[] order = rng.Fork("parts").Permutation(rows.Count);

    /// <summary>How many rows a model learns, and how many it watches in the first part.</summary>
    public static (int Learnt, int Watched) Counts(int rows) => (rows - PartLength(rows), PartLength(rows));

    /// <summary>The rows outside a part.</summary>
    public TableRows Learnt(int part) => rows.Pick([.. order.Where((_, i) => i % Count != part)]);

    /// <summary>The rows of a part.</summary>
    public TableRows Watched(int part) => rows.Pick([.. order.Where((_, i) => i % Count == part)]);

    private static int PartLength(int rows) => (rows + Count - 1) / Count;
}
