namespace Ansatz.Tensors;

/// <summary>The memory of a tensor, which views share.</summary>
internal sealed class TensorBuffer
{
    private const int Lane = 16;
    private const int SmallLength = 256;

    private TensorBuffer(float[] array, int offset) => (Array, Offset) = (array, offset);

    public static int MaximalCapacity => System.Array.MaxLength - Lane;

    public float[] Array { get; }

    public int Offset { get; }

    public int Capacity => Array.Length - Lane;

    /// <summary>
    /// In a backward pass, how many gradients lie in this memory; <see cref="NoGradient"/> wherever it does not hold gradients.
    /// </summary>
    public int GradientCount { get; set; } = NoGradient;

    public const int NoGradient = -1;

    /// <summary>The parameter whose value lies here, if any. All other memory keeps its elements once they are computed.</summary>
    public Parameter? Owner { get; set; }

    /// <summary>How often the owner's elements have changed. A tape remembers it when it reads them, and compares it before the backward pass.</summary>
    public int Version { get; set; }

    /// <summary>Memory outside any pool.</summary>
    public static TensorBuffer Allocate(int length) =>
        length <= SmallLength ? new TensorBuffer(GC.AllocateUninitializedArray<float>(length), 0) : AllocatePinned(length);

    /// <summary>Memory that never moves, whose first float lies on a 64-byte boundary, so that vector loads do not cross a cache line.</summary>
    public static unsafe TensorBuffer AllocatePinned(int capacity)
    {
        var array = GC.AllocateUninitializedArray<float>(checked(capacity + Lane), pinned: true);
        fixed (float* start = array)
        {
            var misaligned = (int)((nuint)start % 64 / sizeof(float));
            return new TensorBuffer(array, (Lane - misaligned) % Lane);
        }
    }
}
