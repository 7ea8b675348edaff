using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The same numbers as events of another shape; log-determinant 0.</summary>
public sealed class Reshape : Bijector
{
    private readonly Shape input, output;

    /// <param name="input">The shape of an event before.</param>
    /// <param name="output">The shape of an event after, of as many elements.</param>
    public Reshape(Shape input, Shape output)
    {
        if (input.Size != output.Size)
            throw new ArgumentException($"Reshape: {input} holds {input.Size} elements, {output} holds {output.Size}; expected as many.", nameof(output));
        (this.input, this.output) = (input, output);
    }

    public override int EventRank => Math.Max(input.Rank, output.Rank);

    public override int InputEventRank => input.Rank;

    public override int OutputEventRank => output.Rank;

    public override Shape ForwardEventShape(Shape inputEventShape) => Exchanged(inputEventShape, input, output);

    public override Shape InverseEventShape(Shape outputEventShape) => Exchanged(outputEventShape, output, input);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var y = x.Reshape(Exchanged(x.Shape, input, output));
        return (y, NoVolumeChange(y));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var x = y.Reshape(Exchanged(y.Shape, output, input));
        return (x, NoVolumeChange(y));
    }

    private static Shape Exchanged(Shape value, Shape from, Shape to) => value.Rank >= from.Rank && value[^from.Rank..] == from
        ? value[..^from.Rank].Concat(to)
        : throw new ArgumentException($"Reshape: the value {value} does not end in the shape {from}.", nameof(value));
}
