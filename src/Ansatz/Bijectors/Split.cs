using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Cuts a vector into parts and maps each by a bijector of its own: y = (f₁(x₁), f₂(x₂), …). The log-determinants add up.
/// </summary>
public sealed class Split : Bijector
{
    private readonly (int Length, Bijector Map)[] parts;

    /// <param name="parts">How many elements a part has, and its map: of numbers, or of vectors of that length.</param>
    public Split(params IReadOnlyList<(int Length, Bijector Map)> parts)
    {
        if (parts.Count == 0) throw new ArgumentException("Split: no parts were given; expected one or more.", nameof(parts));
        foreach (var (length, map) in parts)
        {
            if (length < 1) throw new ArgumentException($"Split: a part has length {length}; expected 1 or more.", nameof(parts));
            if (map.InputEventRank > 1 || map.OutputEventRank > 1 || (map.EventRank == 1 && map.ForwardEventShape([length]) != [length]))
                throw new ArgumentException($"Split: {map.GetType().Name} does not map vectors of {length} elements to the same.", nameof(parts));
        }
        this.parts = [.. parts];
    }

    public override int EventRank => 1;

    public override Shape BatchShape => parts.Aggregate((Shape)[], (shape, part) =>
        Shape.Broadcast(shape, part.Map.BatchShape[..Math.Max(0, part.Map.BatchShape.Rank - (1 - part.Map.EventRank))]));

    public override Support Codomain => parts.All(p => ReferenceEquals(p.Map.Codomain, Support.Reals)) ? Support.Reals
        : new EventSupport(1, y => InParts(y, (map, part) => map.Codomain.Contains(part, 1)).Aggregate((a, b) => a * b),
            shape => Tensor.Concat(-1, [.. parts.Select(p => p.Map.Codomain.InteriorPoint([p.Length]).BroadcastTo([p.Length]))]), "the parts' codomains");

    public override Support Domain => parts.All(p => ReferenceEquals(p.Map.Domain, Support.Reals)) ? Support.Reals
        : new EventSupport(1, x => InParts(x, (map, part) => map.Domain.Contains(part, 1)).Aggregate((a, b) => a * b),
            shape => Tensor.Concat(-1, [.. parts.Select(p => p.Map.Domain.InteriorPoint([p.Length]).BroadcastTo([p.Length]))]), "the parts' domains");

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => Join(InParts(x, (map, part) => map.ForwardAndLogDet(part)));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => Join(InParts(y, (map, part) => map.InverseAndLogDet(part)));

    private List<T> InParts<T>(Tensor value, Func<Bijector, Tensor, T> apply)
    {
        CheckEventLength(value, parts.Sum(p => p.Length));
        var results = new List<T>();
        var start = 0;
        foreach (var (length, map) in parts)
        {
            results.Add(apply(map, value.Slice(-1, start, length)));
            start += length;
        }
        return results;
    }

    private (Tensor Result, Tensor LogDet) Join(List<(Tensor Value, Tensor LogDet)> results)
    {
        var leading = results.Aggregate((Shape)[], (shape, r) => Shape.Broadcast(shape, r.Value.Shape[..^1]));
        var total = results.Select((r, i) => r.LogDet.SumLast(1 - parts[i].Map.EventRank)).Aggregate((a, b) => a + b);
        return (Tensor.Concat(-1, [.. results.Select(r => r.Value.BroadcastTo(leading.Concat(r.Value.Shape[^1..])))]), total);
    }
}
