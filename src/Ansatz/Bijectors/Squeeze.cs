using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Moves pixels into channels: an image [f·h, f·w, c] becomes [h, w, f²·c], each f × f block a column of channels; log-determinant 0. A flow of images, which
/// goes from the base to the image, uses its inverse, <c>new Invert(new Squeeze())</c>.
/// </summary>
/// <remarks>Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP (2017), section 3.6.</remarks>
public sealed class Squeeze : Bijector
{
    private readonly int factor;

    /// <param name="factor">f, 2 or more.</param>
    public Squeeze(int factor = 2) => this.factor = factor >= 2
        ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), $"Squeeze: the factor is {factor}; expected 2 or more.");

    public override int EventRank => 3;

    public override Shape ForwardEventShape(Shape inputEventShape) => inputEventShape is [var height, var width, var channels] && height % factor == 0 && width % factor == 0
        ? [height / factor, width / factor, channels * factor * factor]
        : throw new ArgumentException($"Squeeze: an event has shape {inputEventShape}; expected [height, width, channels] with a height and a width that {factor} divides.", nameof(inputEventShape));

    public override Shape InverseEventShape(Shape outputEventShape) => outputEventShape is [var height, var width, var channels] && channels % (factor * factor) == 0
        ? [height * factor, width * factor, channels / (factor * factor)]
        : throw new ArgumentException($"Squeeze: an event has shape {outputEventShape}; expected [height, width, channels] with channels that {factor * factor} divides.", nameof(outputEventShape));

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var shape = ForwardEventShape(EventOf(x));
        int h = shape[0], w = shape[1], c = x.Shape[^1];
        return Exchange(x, [h, factor, w, factor, c], shape);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var shape = InverseEventShape(EventOf(y));
        int h = y.Shape[^3], w = y.Shape[^2], c = shape[2];
        return Exchange(y, [h, w, factor, factor, c], shape);
    }

    // Both directions exchange the second and the third of the five dimensions.
    private (Tensor Result, Tensor LogDet) Exchange(Tensor value, Shape parts, Shape shape)
    {
        var leading = value.Shape[..^3];
        var result = value.Reshape(new Shape(leading.Size).Concat(parts)).Permute(0, 1, 3, 2, 4, 5).Reshape(leading.Concat(shape));
        return (result, NoVolumeChange(result));
    }

    private static Shape EventOf(Tensor value) => value.Rank >= 3 ? value.Shape[^3..] : value.Shape;
}
