using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Bijectors one after the other, in the order in which they are applied: Chain(f₁, f₂, …, fₙ) is fₙ∘…∘f₂∘f₁, so f₁ gets the base variable
/// and fₙ gives the data. The log-determinants add up, each summed over the dimensions that belong to the chain's event but not to the part's.
/// </summary>
/// <example>
/// The banana of the contour study, f = f₅∘f₄∘f₃∘f₂∘f₁:
/// <code>
/// var f = new Chain(
///     new Shift(Tensor.From([0, -2])),      // f₁
///     new Scale(Tensor.From([1, 0.5f])),    // f₂
///     new QuadraticShear(a),                // f₃
///     new Rotation(theta),                  // f₄
///     new Tanh());                          // f₅
/// </code>
/// </example>
public sealed class Chain : Bijector
{
    private readonly IReadOnlyList<Bijector> parts;
    private readonly int[] ranks; // ranks of the chain's event before each part, and after the last

    /// <param name="parts">At least one, first applied first.</param>
    public Chain(params IReadOnlyList<Bijector> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("Chain: no bijectors were given, at least one is needed.", nameof(parts));
        this.parts = [.. parts];
        // The smallest first rank for which every part gets enough dimensions.
        int growth = 0, start = 0;
        foreach (var part in parts)
        {
            start = Math.Max(start, part.InputEventRank - growth);
            growth += part.OutputEventRank - part.InputEventRank;
        }
        ranks = new int[parts.Count + 1];
        ranks[0] = start;
        for (var i = 0; i < parts.Count; i++) ranks[i + 1] = ranks[i] + parts[i].OutputEventRank - parts[i].InputEventRank;
    }

    /// <summary>The parts, first applied first.</summary>
    internal IReadOnlyList<Bijector> Parts => parts;

    /// <summary>The parts before the last as one bijector, null if there are none, and the last.</summary>
    internal (Bijector? First, Bijector Last) SplitLast() => (parts.Count == 1 ? null : new Chain([.. parts.SkipLast(1)]), parts[^1]);

    public override int EventRank => ranks.Max();

    public override int InputEventRank => ranks[0];

    public override int OutputEventRank => ranks[^1];

    public override Shape BatchShape
    {
        get
        {
            Shape shape = [];
            for (var i = 0; i < parts.Count; i++)
            {
                var own = parts[i].BatchShape;
                var withinEvent = ranks[i] - parts[i].InputEventRank;
                shape = Shape.Broadcast(shape, own[..Math.Max(0, own.Rank - withinEvent)]);
            }
            return shape;
        }
    }

    public override Support Domain => parts.Reverse().Aggregate(Support.Reals, (set, part) => set.Through(new Invert(part)));

    public override Support Codomain => parts.Aggregate(Support.Reals, (set, part) => set.Through(part));

    public override Shape ForwardEventShape(Shape inputEventShape) => parts.Aggregate(inputEventShape, (shape, part) => part.ForwardEventShape(shape));

    public override Shape InverseEventShape(Shape outputEventShape) => parts.Reverse().Aggregate(outputEventShape, (shape, part) => part.InverseEventShape(shape));

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        Tensor? total = null;
        for (var i = 0; i < parts.Count; i++)
        {
            (x, var logDet) = parts[i].ForwardAndLogDet(x);
            logDet = logDet.SumLast(ranks[i] - parts[i].InputEventRank);
            total = total is null ? logDet : total + logDet;
        }
        return (x, total!);
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        Tensor? total = null;
        for (var i = parts.Count - 1; i >= 0; i--)
        {
            (y, var logDet) = parts[i].InverseAndLogDet(y);
            logDet = logDet.SumLast(ranks[i] - parts[i].InputEventRank);
            total = total is null ? logDet : total + logDet;
        }
        return (y, total!);
    }

    public override Tensor Forward(Tensor x) => parts.Aggregate(x, (value, part) => part.Forward(value));

    public override Tensor Inverse(Tensor y) => parts.Reverse().Aggregate(y, (value, part) => part.Inverse(value));
}
