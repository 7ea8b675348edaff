namespace Ansatz.Random;

public sealed partial class Rng
{
    /// <summary>One uniform value in (0, 1); takes one block.</summary>
    public float NextUniform()
    {
        var value = 0f;
        Uniform(new Span<float>(ref value));
        return value;
    }

    /// <summary>One standard normal value; takes one block.</summary>
    public float NextNormal()
    {
        var value = 0f;
        Normal(new Span<float>(ref value));
        return value;
    }

    /// <summary>An integer in [0, exclusiveMax), each equally likely; takes one block, and in less than one of 2³³ calls another.</summary>
    /// <remarks>
    /// The upper half of m · x for a 64-bit x, redrawn while the lower half falls into the 2⁶⁴ mod m lowest values, which would favour some
    /// integers. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and Computer Simulation 29, 2019.
    /// </remarks>
    /// <param name="exclusiveMax">1 or more.</param>
    public int NextInt(int exclusiveMax)
    {
        if (exclusiveMax < 1)
            throw new ArgumentOutOfRangeException(nameof(exclusiveMax), $"Rng.NextInt: the exclusive maximum is {exclusiveMax}; it must be 1 or more.");
        var m = (ulong)exclusiveMax;
        while (true)
        {
            var (x0, x1, _, _) = Philox.Block(key, Take(1));
            var high = Math.BigMul(m, ((ulong)x1 << 32) | x0, out var low);
            // 2⁶⁴ mod m is below m: the division is needed only in the rare doubtful case.
            if (low >= m || low >= unchecked(0 - m) % m) return (int)high;
        }
    }

    /// <summary>The integers 0 … count − 1 in random order, each order equally likely (Fisher and Yates, from the last place down).</summary>
    /// <param name="count">0 or more.</param>
    public int[] Permutation(int count)
    {
        if (count < 0)
            throw new ArgumentOutOfRangeException(nameof(count), $"Rng.Permutation: the count is {count}; it must be 0 or more.");
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
