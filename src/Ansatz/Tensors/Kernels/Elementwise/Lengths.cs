using System.Diagnostics.CodeAnalysis;

namespace Ansatz.Tensors;

/// <summary>
/// Checks the lengths of operands at the entry of a kernel. After the entry, kernels use pointers, so a wrong length would access foreign memory.
/// </summary>
internal static class Lengths
{
    /// <summary>An operand has exactly the length that the kernel reads or writes.</summary>
    public static void Expect(string kernel, string operand, long expected, int found)
    {
        if (found != expected) Refuse(kernel, operand, expected, found);
    }

    /// <summary>An operand has at least the length that the kernel reads or writes.</summary>
    public static void ExpectAtLeast(string kernel, string operand, long expected, int found)
    {
        if (found < expected || expected < 0) Refuse(kernel, operand, expected, found);
    }

    [DoesNotReturn]
    private static void Refuse(string kernel, string operand, long expected, int found) =>
        throw new ArgumentException($"{kernel}: {operand} has {found} elements, expected {expected}; give operands whose shapes agree.", operand);
}
