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

    /// <summary>Floating-point operations of one example's forward pass.</summary>
    public long Flops => Layers.Sum(l => l.Flops);

    /// <param name="name">A heading.</param>
    /// <param name="network">The network; a <see cref="Sequential"/> is shown layer by layer.</param>
    /// <param name="example">The shape of one input.</param>
    public static NetworkSummary Of(string name, Layer network, Shape example) =>
        Of(name, network, example, (x, pass) => _ = network is Sequential ? network.Forward(x, pass) : pass.Trace!.Run(network, x, pass));

    /// <summary>The same for whatever a context is given to: its layers, and in a last row the parameters and operations that are its own.</summary>
    internal static NetworkSummary Of<T>(string name, IConditional<T> part, Shape example) => Of(name, part, example, (x, pass) => part.Given(x, pass));

    private static NetworkSummary Of(string name, object whole, Shape example, Action<Tensor, Pass> run)
    {
        using var tape = new Tape();
        var trace = new NetworkTrace(tape);
        run(tape.Watch(Tensor.Zeros(new Shape(1).Concat(example))), Pass.Of(trace));
        return new NetworkSummary(name, trace.Rows(whole));
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
