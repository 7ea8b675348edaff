using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The inverse of a bijector as a bijector: forward and inverse, domain and codomain exchanged.</summary>
public sealed class Invert(Bijector bijector) : Bijector
{
    /// <summary>The bijector whose inverse this is.</summary>
    internal Bijector Inner => bijector;

    public override int EventRank => bijector.EventRank;

    public override int InputEventRank => bijector.OutputEventRank;

    public override int OutputEventRank => bijector.InputEventRank;

    public override Shape BatchShape => bijector.BatchShape;

    public override Support Domain => bijector.Codomain;

    public override Support Codomain => bijector.Domain;

    public override Shape ForwardEventShape(Shape inputEventShape) => bijector.InverseEventShape(inputEventShape);

    public override Shape InverseEventShape(Shape outputEventShape) => bijector.ForwardEventShape(outputEventShape);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => bijector.InverseAndLogDet(x);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => bijector.ForwardAndLogDet(y);

    public override Tensor Forward(Tensor x) => bijector.Inverse(x);

    public override Tensor Inverse(Tensor y) => bijector.Forward(y);
}
