namespace Ansatz.Tensors;

/// <summary>
/// Bounds checks for kernels, for tests. With the environment variable ANSATZ_CHECKED=1, every tensor and every scratch buffer lies between two guards, which are
/// compared after each op, and new memory is filled with NaN.
/// </summary>
/// <remarks>
/// If a kernel writes outside its operands, it changes a guard, and the error names the op. If it reads outside them, or reads memory that was not written, its
/// result contains NaN. The switch is read once, so the JIT compiler removes the checks if it is off.
/// </remarks>
internal static class Guards
{
    /// <summary>Floats of a guard.</summary>
    public const int Length = 64;

    // A quiet NaN that no computation produces.
    private const int Pattern = 0x7FE5A5A5;

    public static readonly bool AreOn = Environment.GetEnvironmentVariable("ANSATZ_CHECKED") == "1";

    public static void Fill(Span<float> memory) => memory.Fill(BitConverter.Int32BitsToSingle(Pattern));

    /// <exception cref="InvalidOperationException">Something was written into the guard.</exception>
    public static void Check(ReadOnlySpan<float> guard, string operation)
    {
        foreach (var value in guard)
            if (BitConverter.SingleToInt32Bits(value) != Pattern)
                throw new InvalidOperationException($"{operation}: memory outside an operand was written; this is a fault of the library, please report it with the shapes.");
    }
}
