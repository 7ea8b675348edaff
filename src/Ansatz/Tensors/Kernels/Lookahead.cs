namespace Ansatz.Tensors;

/// <summary>
/// A stretch of memory that will be read soon, on its way to the second cache while tiles are busy: what the next piece copies need not be waited for.
/// Asking changes no bit.
/// </summary>
/// <param name="next">Where it begins.</param>
/// <param name="length">Its floats. It may reach beyond the end of an array: addresses need not exist.</param>
internal unsafe struct Lookahead(float* next, nint length)
{
    private float* next = next;
    private nint left = length;
    private int line;

    public readonly bool IsDone => left <= 0;

    /// <summary>
    /// What a tile is to ask for, as <see cref="Walk.Ahead"/>, where it passes over <paramref name="floats"/> from <paramref name="b"/> on: one line a step of as
    /// many, so that a step of two lines takes two tiles to ask for all of them.
    /// </summary>
    public nint Ask(float* b, nint floats, nint step)
    {
        if (IsDone) return 0;
        var ahead = (nint)(next - b) + line * Lanes.Count;
        if (++line * Lanes.Count >= step)
        {
            line = 0;
            next += floats;
            left -= floats;
        }
        return ahead;
    }
}
