namespace Ansatz.Random;

/// <summary>The complete state of a generator. A generator made from it continues the stream exactly.</summary>
/// <param name="Key">Names the stream.</param>
/// <param name="Counter">The next block of the stream.</param>
public readonly record struct RngState(ulong Key, UInt128 Counter);
