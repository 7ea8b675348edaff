using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>The bijectors of a flow one by one, so that points can be followed from the noise to the data.</summary>
internal static class FlowTrail
{
    /// <summary>The parts of a bijector in the order in which they are applied. Chains within chains are taken apart.</summary>
    public static IEnumerable<Bijector> Parts(Bijector bijector) => bijector switch
    {
        Chain chain => chain.Parts.SelectMany(Parts),
        RowFlow rows => Parts(rows.Parts),
        _ => [bijector],
    };

    /// <summary>The values before the first part, and after each.</summary>
    public static IReadOnlyList<Tensor> Forward(IReadOnlyList<Bijector> parts, Tensor x)
    {
        var values = new List<Tensor> { x };
        foreach (var part in parts) values.Add(part.Forward(values[^1]));
        return values;
    }

    /// <summary>The same values, found from those after the last part.</summary>
    public static IReadOnlyList<Tensor> Inverse(IReadOnlyList<Bijector> parts, Tensor y)
    {
        var values = new List<Tensor> { y };
        foreach (var part in parts.Reverse()) values.Insert(0, part.Inverse(values[0]));
        return values;
    }
}
