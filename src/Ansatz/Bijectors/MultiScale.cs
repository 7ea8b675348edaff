using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// The multi-scale architecture of flows on images: from a vector of the base to an image. Each level but the first adds the next part of the vector as
/// channels to what the level before has given, and maps the whole.
/// </summary>
/// <remarks>
/// Seen from the image: each level maps it back, half of the channels goes to the base at once, and the other half to the next level.
/// Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP (2017), section 3.6.
/// </remarks>
public sealed class MultiScale : Bijector
{
    private readonly Bijector[] levels;
    private readonly Shape image;
    private readonly Shape[] inputs; // of each level, [h, w, c]

    /// <param name="image">[height, width, channels].</param>
    /// <param name="levels">Maps of images in the order in which they are applied, the one that gives the image last; each usually begins with an <see cref="Invert"/> of a <see cref="Squeeze"/> at its end.</param>
    public MultiScale(Shape image, params IReadOnlyList<Bijector> levels)
    {
        if (levels.Count == 0) throw new ArgumentException("MultiScale: no levels were given; expected one or more.", nameof(levels));
        (this.image, this.levels, inputs) = (image, [.. levels], new Shape[levels.Count]);
        var shape = image;
        for (var i = levels.Count - 1; i >= 0; i--)
        {
            inputs[i] = shape = levels[i].InverseEventShape(shape);
            if (shape.Rank != 3 || (i > 0 && shape[2] < 2))
                throw new ArgumentException($"MultiScale: level {i} starts from {shape}; expected [height, width, channels] with 2 channels or more to divide.", nameof(levels));
            if (i > 0) shape = [shape[0], shape[1], shape[2] / 2];
        }
    }

    public override int EventRank => 3;

    public override int InputEventRank => 1;

    public override int OutputEventRank => 3;

    public override Shape BatchShape => levels.Aggregate((Shape)[], (shape, level) =>
        Shape.Broadcast(shape, level.BatchShape[..Math.Max(0, level.BatchShape.Rank - (3 - level.InputEventRank))]));

    public override Shape ForwardEventShape(Shape inputEventShape) => image;

    public override Shape InverseEventShape(Shape outputEventShape) => [image.Size];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, image.Size);
        Tensor? y = null, total = null;
        var start = 0;
        for (var i = 0; i < levels.Length; i++)
        {
            var own = Own(i);
            var part = x.Slice(-1, start, own.Size).Reshape(x.Shape[..^1].Concat(own));
            start += own.Size;
            (y, var logDet) = levels[i].ForwardAndLogDet(y is null ? part : Tensor.Concat(-1, y, part.BroadcastTo(y.Shape[..^3].Concat(own))));
            total = Sum(total, logDet, 3 - levels[i].OutputEventRank);
        }
        return (y!, total!);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        Tensor? total = null;
        var parts = new List<Tensor>();
        for (var i = levels.Length - 1; i >= 0; i--)
        {
            (y, var logDet) = levels[i].InverseAndLogDet(y);
            total = Sum(total, logDet, 3 - levels[i].OutputEventRank);
            var own = Own(i);
            parts.Insert(0, y.Slice(-1, y.Shape[^1] - own[2], own[2]).Reshape(y.Shape[..^3].Concat([own.Size])));
            y = y.Slice(-1, 0, y.Shape[^1] - own[2]);
        }
        return (Tensor.Concat(-1, [.. parts]), total!);
    }

    /// <summary>The shape of the part of the base that enters at a level.</summary>
    private Shape Own(int level) => level == 0 ? inputs[0] : [inputs[level][0], inputs[level][1], inputs[level][2] - inputs[level][2] / 2];

    private static Tensor Sum(Tensor? total, Tensor logDet, int dimensions) => total is null ? logDet.SumLast(dimensions) : total + logDet.SumLast(dimensions);
}
