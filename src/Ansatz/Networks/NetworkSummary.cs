using System.Text;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>One layer of a network as a traced forward pass saw it.</summary>
/// <param name="Layer">What it says of itself.</param>
/// <param name="Output">Its output's shape for one example.</param>
/// <param name="ParameterCount">Learnt numbers and moving statistics.</param>
/// <param name="Flops">Floating-point operations of the forward pass of one example, a multiply-add counting two.</param>
public sealed record LayerSummary(string Layer, Shape Output, long ParameterCount, long Flops);

/// <summary>A network as a table: layers, shapes, parameters and operations, found by running one example through it; it need not have values yet.</summary>
public sealed class NetworkSummary
{
    private NetworkSummary(string name, IReadOnlyList<LayerSummary> layers) => (Name, Layers) = (name, layers);

    public string Name { get; }

    public IReadOnlyList<LayerSummary> Layers { get; }

    public long ParameterCount => Layers.Sum(l => l.ParameterCount);

    /// <summary>Of one example's forward pass.</summary>
    public long Flops => Layers.Sum(l => l.Flops);

    /// <param name="name">A heading.</param>
    /// <param name="network">The network; a <see cref="Sequential"/> is shown layer by layer.</param>
    /// <param name="example">The shape of one input.</param>
    public static NetworkSummary Of(string name, Layer network, Shape example)
    {
        using var tape = new Tape();
        var pass = Pass.Trace(tape);
        var x = tape.Watch(Tensor.Zeros(new Shape(1).Concat(example)));
        var layers = new List<LayerSummary>();
        foreach (var layer in network is Sequential s ? s.Layers : [network])
        {
            var before = tape.Nodes.Length;
            x = layer.Forward(x, pass);
            var flops = 0L;
            foreach (var node in tape.Nodes[before..]) flops += node.Op.CountFlops(node.Inputs, node.Output);
            layers.Add(new LayerSummary(layer.Describe(), x.Shape[1..], layer.CountParameters(), flops));
        }
        return new NetworkSummary(name, layers);
    }

    /// <summary>The table, with totals.</summary>
    public override string ToString()
    {
        var rows = Layers.Select(l => (l.Layer, $"{l.Output}", $"{l.ParameterCount:#,0}", $"{l.Flops:#,0}"))
            .Prepend((Name, "output", "parameters", "FLOPs")).Append(("total", "", $"{ParameterCount:#,0}", $"{Flops:#,0}")).ToArray();
        int a = rows.Max(r => r.Item1.Length), b = rows.Max(r => r.Item2.Length), c = rows.Max(r => r.Item3.Length), d = rows.Max(r => r.Item4.Length);
        var text = new StringBuilder();
        foreach (var (layer, output, parameters, flops) in rows)
            text.Append(layer.PadRight(a)).Append("  ").Append(output.PadRight(b)).Append("  ").Append(parameters.PadLeft(c)).Append("  ").Append(flops.PadLeft(d)).Append('\n');
        return text.ToString();
    }
}
