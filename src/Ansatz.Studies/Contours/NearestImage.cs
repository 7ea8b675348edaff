using System.Buffers;

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
