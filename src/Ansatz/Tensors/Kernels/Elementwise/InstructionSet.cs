using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>Which of the tile kernels runs. All give the same bits; only their speed differs.</summary>
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

    /// <summary>The best one there is; tests lower it to compare the bits.</summary>
    public static InstructionSet Current { get; set; } = Best;
}
