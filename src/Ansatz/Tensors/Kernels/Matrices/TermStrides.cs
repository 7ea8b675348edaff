namespace Ansatz.Tensors;

/// <summary>
/// The order of the terms in the chains of a tile, and their places in memory: three nested loops over groups, runs and steps. Most callers need one run.
/// Term (g, r, k) is A[row + g·AGroup + r·ARun + k·AStep] · B[g·BGroup + r·BRun + k·BStep + column]; all strides are in floats.
/// </summary>
/// <remarks>
/// A product of matrices is one run. A convolution's window has one run per kernel row, because with channels last the kernel's width × channels are
/// contiguous. The gradient of its kernel has one run per row of output pixels and one group per image.
/// </remarks>
internal struct TermStrides
{
    public int Groups, Runs, Length;
    public nint AGroup, ARun, AStep;
    public nint BGroup, BRun, BStep;

    /// <summary>The distance in floats from each row of B to a cache line that is needed later, see <see cref="PrefetchStream"/>. 0 prefetches nothing new.</summary>
    public nint PrefetchOffset;

    /// <summary>Whether the outputs are in the second-level cache already and need no prefetch: saves 1 % of a convolution by Winograd's method.</summary>
    public bool IsOutputCached;

    /// <summary>What to add to A's offset after the last step of a run to reach the next run.</summary>
    public readonly nint ARunSkip => ARun - Length * AStep;

    /// <summary>What to add to A's offset after the last run of a group to reach the next group.</summary>
    public readonly nint AGroupSkip => AGroup - Runs * ARun;

    /// <summary>The same for B.</summary>
    public readonly nint BRunSkip => BRun - Length * BStep;

    public readonly nint BGroupSkip => BGroup - Runs * BRun;

    /// <summary>How far a tile advances in B.</summary>
    public readonly nint BLength => Groups * Runs == 1 ? Length * BStep : Groups * (nint)Runs * BRun;

    /// <summary>One run of <paramref name="length"/> terms.</summary>
    public static TermStrides SingleRun(int length, nint aStep, nint bStep) => new() { Groups = 1, Runs = 1, Length = length, AStep = aStep, BStep = bStep };
}
