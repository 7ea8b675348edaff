namespace Ansatz.Tensors;

/// <summary>
/// The order in which one chain of a tile meets its terms, and where they lie: three nested loops, of which most users need one.
/// Term (g, r, k) is A[row + g·AGroup + r·ARun + k·AStep] · B[g·BGroup + r·BRun + k·BStep + column], all steps in floats.
/// </summary>
/// <remarks>
/// A product of matrices is one run. A convolution's window is one run for each kernel row, because with channels last the kernel's
/// width × channels lie next to each other; its weight gradient is one run for each row of output pixels and one group for each image.
/// </remarks>
internal struct Walk
{
    public int Groups, Runs, Length;
    public nint AGroup, ARun, AStep;
    public nint BGroup, BRun, BStep;

    /// <summary>How far beyond each row of B lies a line of memory that a later tile will need, asked for meanwhile; 0 asks for nothing new.</summary>
    public nint Ahead;

    /// <summary>Whether the outputs' memory is in the second cache at least, and need not be asked for: 1 % of a convolution by Winograd's method.</summary>
    public bool IsTargetNear;

    /// <summary>What to add to A's offset after a run's last step to be at the next run, and after a group's last run at the next group.</summary>
    public readonly nint ARunSkip => ARun - Length * AStep;

    public readonly nint AGroupSkip => AGroup - Runs * ARun;

    /// <summary>The same for B.</summary>
    public readonly nint BRunSkip => BRun - Length * BStep;

    public readonly nint BGroupSkip => BGroup - Runs * BRun;

    /// <summary>One run of <paramref name="length"/> terms.</summary>
    public static Walk Straight(int length, nint aStep, nint bStep) => new() { Groups = 1, Runs = 1, Length = length, AStep = aStep, BStep = bStep };
}
