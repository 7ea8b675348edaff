using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>{f(x) : x in a set}: the values in f's codomain whose preimage lies in the set.</summary>
internal sealed class ImageSupport(Support preimage, Bijector bijector) : Support
{
    public override int EventRank => bijector.OutputEventRank + Math.Max(0, preimage.EventRank - bijector.InputEventRank);

    public override Tensor Contains(Tensor value)
    {
        var inCodomain = bijector.Codomain.Contains(value, EventRank);
        var invertible = inCodomain.ForEvents(EventRank).Where(value, bijector.Codomain.InteriorPoint(value.Shape));
        return inCodomain * preimage.Contains(bijector.Inverse(invertible), Math.Max(preimage.EventRank, bijector.InputEventRank));
    }

    public override Tensor InteriorPoint(Shape shape)
    {
        var rank = EventRank;
        var start = shape[..^rank].Concat(bijector.InverseEventShape(shape[^rank..]));
        var point = preimage.InteriorPoint(start);
        return bijector.Forward(point.BroadcastTo(Shape.Broadcast(point.Shape, start)));
    }

    public override string ToString() => $"the image of {preimage} under {bijector.GetType().Name}";
}
