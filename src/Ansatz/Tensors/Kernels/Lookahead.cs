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
    private bool isOdd;

    public readonly bool IsDone => left <= 0;

    /// <summary>
    /// What a tile is to ask for, as <see cref="Walk.Ahead"/>, where it meets <paramref name="floats"/> of B from <paramref name="b"/> on: every second line
    /// of as many, so that two tiles ask for all of them.
    /// </summary>
    public nint Ask(float* b, nint floats)
    {
        if (IsDone) return 0;
        var ahead = (nint)(next - b) + (isOdd ? Lanes.Count : 0);
        if (isOdd)
        {
            next += floats;
            left -= floats;
        }
        isOdd = !isOdd;
        return ahead;
    }
}
