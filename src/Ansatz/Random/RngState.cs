namespace Ansatz.Random;

/// <summary>All there is to a generator: saving and restoring the two numbers continues its stream exactly.</summary>
/// <param name="Key">Names the stream.</param>
/// <param name="Counter">The next block of the stream.</param>
public readonly record struct RngState(ulong Key, UInt128 Counter);
