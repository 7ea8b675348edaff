using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>The tile kernel that runs. All kernels give the same bits; they differ in speed.</summary>
internal enum InstructionSet
{
    /// <summary>128-bit vectors, with or without hardware FMA.</summary>
    Portable,
    Avx2,
    Avx512,
}

/// <summary>The instruction set in use.</summary>
internal static class Processor
{
    public static InstructionSet Best =>
        Vector512.IsHardwareAccelerated && Avx512F.IsSupported ? InstructionSet.Avx512
        : Avx2.IsSupported && Fma.IsSupported ? InstructionSet.Avx2
        : InstructionSet.Portable;

    /// <summary>The best available instruction set. Tests lower it to compare the bits.</summary>
    public static InstructionSet Current { get; set; } = Best;
}
