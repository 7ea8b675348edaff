using Ansatz.Random;

namespace Ansatz.Data;

/// <summary>
/// A shuffled order for examples that are read in blocks: the blocks come in a random order, and the examples of <see cref="BlocksAtOnce"/> blocks that follow each other in it are mixed. It is a function
/// of the stream and the blocks alone, and takes the memory of the mixed blocks' positions.
/// </summary>
/// <param name="starts">The first example of each block, ascending from 0.</param>
/// <param name="count">All examples.</param>
/// <param name="rng">The stream of this epoch.</param>
internal sealed class BlockOrder(IReadOnlyList<int> starts, int count, Rng rng)
{
    /// <summary>Blocks whose examples are mixed. A source that keeps twice as many reads each block once per epoch.</summary>
    public const int BlocksAtOnce = 4;

    private readonly int[] blocks = rng.Fork("blocks").Permutation(starts.Count);

    /// <summary>The positions in their order.</summary>
    /// <param name="skipped">How many of the first ones to leave out.</param>
    public IEnumerable<int> Positions(long skipped)
    {
        for (var first = 0; first < blocks.Length; first += BlocksAtOnce)
        {
            var mixed = blocks.AsSpan(first, Math.Min(BlocksAtOnce, blocks.Length - first)).ToArray();
            var length = mixed.Sum(LengthOf);
            if (skipped >= length)
            {
                skipped -= length;
                continue;
            }
            var positions = new int[length];
            var at = 0;
            foreach (var block in mixed)
                for (var i = 0; i < LengthOf(block); i++) positions[at++] = starts[block] + i;
            foreach (var i in rng.Fork("examples").Fork(first).Permutation(length).Skip((int)skipped)) yield return positions[i];
            skipped = 0;
        }
    }

    private int LengthOf(int block) => (block + 1 < starts.Count ? starts[block + 1] : count) - starts[block];
}
