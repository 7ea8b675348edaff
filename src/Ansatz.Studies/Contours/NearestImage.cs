using System.Buffers;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Studies.Contours;

/// <summary>
/// The exact nearest neighbour of an image among rendered ones in mean absolute difference. All candidates are screened by the distance of
/// their block sums, which is never more than their own; only those that it cannot rule out are compared in full.
/// </summary>
internal sealed class NearestImage
{
    // The bound holds for exact sums; those of floats may be off by some units in the last place.
    private const float Slack = 1 - 1e-5f;

    private readonly ReadOnlyMemory<byte> images;
    private readonly float[] blockSums;

    /// <param name="images">[n, 36, 36, 3].</param>
    public NearestImage(ReadOnlyMemory<byte> images)
    {
        this.images = images;
        Count = images.Length / FlowContours.ImageLength;
        blockSums = new float[Count * ImageDistance.BlockSumCount];
        ForkJoin.For(Count, new SumBlocks(images, blockSums));
    }

    public int Count { get; }

    /// <summary>The index of the nearest image, the first of them if several are.</summary>
    /// <param name="image">In [0, 255], [36, 36, 3].</param>
    public int Find(ReadOnlySpan<float> image)
    {
        Span<float> sums = stackalloc float[ImageDistance.BlockSumCount];
        ImageDistance.SumBlocks(image, sums);
        var bounds = ArrayPool<float>.Shared.Rent(Count);
        var nearest = 0;
        for (var i = 0; i < Count; i++)
        {
            bounds[i] = ImageDistance.LowerBound(sums, blockSums.AsSpan(i * ImageDistance.BlockSumCount, ImageDistance.BlockSumCount));
            if (bounds[i] < bounds[nearest]) nearest = i;
        }

        // The candidate of the least bound is near; with its distance most others are ruled out.
        var least = Distance(image, nearest);
        for (var i = 0; i < Count; i++)
        {
            if (Slack * bounds[i] > least) continue;
            var distance = Distance(image, i);
            if (distance > least || (distance == least && i >= nearest)) continue;
            (least, nearest) = (distance, i);
        }
        ArrayPool<float>.Shared.Return(bounds);
        return nearest;
    }

    private float Distance(ReadOnlySpan<float> image, int index) =>
        ImageDistance.Between(image, images.Span.Slice(index * FlowContours.ImageLength, FlowContours.ImageLength));

    private readonly struct SumBlocks(ReadOnlyMemory<byte> images, float[] blockSums) : IParallelBody
    {
        public void Invoke(int index)
        {
            Span<float> image = stackalloc float[FlowContours.ImageLength];
            var bytes = images.Span.Slice(index * FlowContours.ImageLength, FlowContours.ImageLength);
            for (var i = 0; i < bytes.Length; i++) image[i] = bytes[i];
            ImageDistance.SumBlocks(image, blockSums.AsSpan(index * ImageDistance.BlockSumCount, ImageDistance.BlockSumCount));
        }
    }
}

/// <summary>The mean absolute difference d(x, y) = ∑ᵢ |xᵢ − yᵢ| / 3888 of two contour images, in units of 1/255, and a cheap bound from below.</summary>
/// <remarks>Sums run in 16 lanes along the image and fold in the one tree of <see cref="Lanes"/>: the same bits for every instruction set.</remarks>
internal static class ImageDistance
{
    /// <summary>The number of block sums of an image, one for each 4 × 4 pixels, filled up with zeros to whole vectors.</summary>
    public const int BlockSumCount = 96;

    private const int BlockSize = 4, BlocksPerRow = FlowContours.Size / BlockSize;

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
        for (nuint i = 0; i < BlockSumCount; i += Lanes.Count) sum += Vector512.Abs(Vector512.LoadUnsafe(ref x, i) - Vector512.LoadUnsafe(ref y, i));
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
