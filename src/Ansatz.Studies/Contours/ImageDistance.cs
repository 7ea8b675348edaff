using System.Runtime.Intrinsics.X86;

namespace Ansatz.Studies.Contours;

/// <summary>The mean absolute difference d(x, y) = ∑ᵢ |xᵢ − yᵢ| / 3888 of two contour images, in units of 1/255, and a cheap bound from below.</summary>
/// <remarks>Sums run in 16 lanes along the image and fold in the one tree of <see cref="Lanes"/>: the same bits for every instruction set.</remarks>
internal static class ImageDistance
{
    /// <summary>The number of block sums of an image, one for each 4 × 4 pixels, filled up with zeros to whole vectors.</summary>
    public const int BlockSumCount = 96;

    private const int BlockSize = 4;
    private const int BlocksPerRow = FlowContours.Size / BlockSize;

    /// <param name="image">In [0, 255], [36, 36, 3].</param>
    /// <param name="rendered">[36, 36, 3].</param>
    public static float Between(ReadOnlySpan<float> image, ReadOnlySpan<byte> rendered)
    {
        ref var x = ref MemoryMarshal.GetReference(image[..FlowContours.ImageLength]);
        ref var y = ref MemoryMarshal.GetReference(rendered[..FlowContours.ImageLength]);
        // 3888 values are 3 · 81 vectors: three sums side by side leave no remainder and hide the additions' latency.
        var (sum0, sum1, sum2) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < FlowContours.ImageLength; i += 3 * Lanes.Count)
        {
            sum0 += Difference(ref x, ref y, i);
            sum1 += Difference(ref x, ref y, i + Lanes.Count);
            sum2 += Difference(ref x, ref y, i + 2 * Lanes.Count);
        }
        return Lanes.Fold(sum0 + sum1 + sum2) / FlowContours.ImageLength;
    }

    /// <summary>∑ |Bⱼ − Cⱼ| / 3888 over the block sums of two images: since |∑ dᵢ| ≤ ∑ |dᵢ| in each block, never more than their distance.</summary>
    public static float LowerBound(ReadOnlySpan<float> blockSums, ReadOnlySpan<float> otherBlockSums)
    {
        ref var x = ref MemoryMarshal.GetReference(blockSums[..BlockSumCount]);
        ref var y = ref MemoryMarshal.GetReference(otherBlockSums[..BlockSumCount]);
        var sum = Vector512<float>.Zero;
        for (nuint i = 0; i < BlockSumCount; i += Lanes.Count)
            sum += Vector512.Abs(Vector512.LoadUnsafe(ref x, i) - Vector512.LoadUnsafe(ref y, i));
        return Lanes.Fold(sum) / FlowContours.ImageLength;
    }

    /// <summary>The sums of the image over each 4 × 4 pixels and their three colours.</summary>
    /// <param name="image">[36, 36, 3].</param>
    /// <param name="blockSums">[96].</param>
    public static void SumBlocks(ReadOnlySpan<float> image, Span<float> blockSums)
    {
        blockSums.Clear();
        for (var row = 0; row < FlowContours.Size; row++)
            for (var column = 0; column < FlowContours.Size; column++)
            {
                var pixel = image.Slice(3 * (FlowContours.Size * row + column), 3);
                blockSums[BlocksPerRow * (row / BlockSize) + column / BlockSize] += pixel[0] + pixel[1] + pixel[2];
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Difference(ref float image, ref byte rendered, nuint offset)
    {
        var bytes = Vector128.LoadUnsafe(ref rendered, offset);
        var integers = Avx512F.IsSupported
            ? Avx512F.ConvertToVector512Int32(bytes)
            : Vector512.WidenLower(Vector256.WidenLower(bytes.ToVector256Unsafe()).ToVector512Unsafe()).AsInt32();
        return Vector512.Abs(Vector512.LoadUnsafe(ref image, offset) - Vector512.ConvertToSingle(integers));
    }
}
