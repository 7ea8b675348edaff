namespace Ansatz.Tensors;

/// <summary>The memory of a tensor, which views share.</summary>
internal sealed class TensorBuffer
{
    private const int Lane = 16;
    private const int SmallLength = 256;

    private int guarded; // elements between the guards, where those are on

    private TensorBuffer(float[] array, int offset, int capacity) => (Array, Offset, Capacity) = (array, offset, capacity);

    public static int MaximalCapacity => System.Array.MaxLength - Lane - 2 * Guards.Length;

    public float[] Array { get; }

    public int Offset { get; }

    /// <summary>Floats that a tensor may use.</summary>
    public int Capacity { get; }

    /// <summary>
    /// In a backward pass, the number of gradients that use this memory; <see cref="NoGradient"/> if it holds none.
    /// </summary>
    public int GradientCount { get; set; } = NoGradient;

    public const int NoGradient = -1;

    /// <summary>The parameter whose value lies here, if any. In all other memory, elements do not change once they are computed.</summary>
    public Parameter? Owner { get; set; }

    /// <summary>Counts the changes of the owner's elements. A tape notes the count when it reads them, and compares it before the backward pass.</summary>
    public int Version { get; set; }

    /// <summary>Memory outside any pool.</summary>
    public static TensorBuffer Allocate(int length)
    {
        if (length <= SmallLength && !Guards.AreOn) return new TensorBuffer(GC.AllocateUninitializedArray<float>(length), 0, length);
        var buffer = AllocatePinned(length);
        if (Guards.AreOn) buffer.LayGuards(length);
        return buffer;
    }

    /// <summary>Memory that the garbage collector never moves. Its first float lies on a 64-byte boundary, so that vector loads do not cross a cache line.</summary>
    public static unsafe TensorBuffer AllocatePinned(int capacity)
    {
        var guard = Guards.AreOn ? Guards.Length : 0;
        var array = GC.AllocateUninitializedArray<float>(checked(capacity + Lane + 2 * guard), pinned: true);
        fixed (float* start = array)
        {
            var misaligned = (int)((nuint)start % 64 / sizeof(float));
            return new TensorBuffer(array, guard + (Lane - misaligned) % Lane, capacity);
        }
    }

    /// <summary>Puts guards before and after the elements of a tensor of this length, and NaN into the elements.</summary>
    public void LayGuards(int length)
    {
        guarded = length;
        Guards.Fill(Array.AsSpan(Offset - Guards.Length, length + 2 * Guards.Length));
    }

    /// <summary>Throws if something outside the elements was written.</summary>
    public void CheckGuards(string operation)
    {
        Guards.Check(Array.AsSpan(Offset - Guards.Length, Guards.Length), operation);
        Guards.Check(Array.AsSpan(Offset + guarded, Guards.Length), operation);
    }
}
