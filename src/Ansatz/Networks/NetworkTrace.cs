using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// One pass through a network, which assigns each operation to one part. An operation inside a layer of a <see cref="Sequential"/> belongs to that layer. Any other
/// operation belongs to the module whose parameter it uses. If it uses none, it belongs to the whole network.
/// </summary>
internal sealed class NetworkTrace(Tape tape)
{
    private readonly List<(Layer Layer, int Begin, int End, Tensor Output)> runs = [];
    private readonly Dictionary<Parameter, Tensor> values = [];
    private bool isInsideLayer;

    public Tape Tape => tape;

    /// <summary>The parameter on this tape. A parameter without a value is replaced by zeros.</summary>
    public Tensor Watch(Parameter parameter)
    {
        if (!values.TryGetValue(parameter, out var value))
            values[parameter] = value = parameter.IsInitialized ? tape.Watch(parameter) : tape.Watch(Tensor.Zeros(parameter.Shape));
        return value;
    }

    /// <summary>Runs a layer, and records which operations it ran. A layer inside a recorded layer is not recorded again.</summary>
    public Tensor Run(Layer layer, Context x, Pass pass)
    {
        if (isInsideLayer) return layer.Forward(x, pass);
        isInsideLayer = true;
        var begin = tape.Nodes.Length;
        var y = layer.Forward(x, pass);
        runs.Add((layer, begin, tape.Nodes.Length, y));
        isInsideLayer = false;
        return y;
    }

    /// <summary>One row per part, in the order in which the parts ran. Each parameter of the network is counted exactly once.</summary>
    /// <param name="whole">The network that was run. The operations and parameters that belong to no part are in its own row, the last.</param>
    public IReadOnlyList<LayerSummary> Rows(object whole)
    {
        var owners = Owners(whole);
        var inputs = values.ToDictionary(v => v.Value, v => v.Key);
        var rows = new List<Row>();
        var run = 0;
        for (var i = 0; i < tape.Nodes.Length; i++)
        {
            for (; run < runs.Count && runs[run].Begin <= i && runs[run].End <= i; run++) Note(runs[run]);
            var node = tape.Nodes[i];
            if (run < runs.Count && runs[run].Begin <= i) continue;
            var used = node.Inputs.Select(t => inputs.GetValueOrDefault(t)).FirstOrDefault(p => p is not null);
            var owner = used is null ? whole : owners.GetValueOrDefault(used, whole);
            var row = rows.Find(r => r.Part == owner);
            if (row is null) rows.Add(row = new Row(owner));
            row.Flops += node.Op.CountFlops(node.Inputs, node.Output);
            row.Output = node.Output.Shape;
        }
        for (; run < runs.Count; run++) Note(runs[run]);

        var counted = new HashSet<Parameter>();
        foreach (var row in rows)
            if (row.Part is Layer layer && row.Part != whole) Count(row, ModuleMembers.Of(layer).Parameters());
        foreach (var row in rows)
            if (row.Part != whole) Count(row, owners.Where(o => o.Value == row.Part).Select(o => o.Key));
        var rest = rows.Find(r => r.Part == whole) ?? new Row(whole);
        rows.Remove(rest);
        Count(rest, owners.Keys);
        if (rows.Count == 0 || rest.Flops > 0 || rest.ParameterCount > 0) rows.Add(rest);
        return [.. rows.Select(r => r.Summary())];

        void Note((Layer Layer, int Begin, int End, Tensor Output) done)
        {
            var row = new Row(done.Layer) { Output = done.Output.Shape };
            foreach (var node in tape.Nodes[done.Begin..done.End]) row.Flops += node.Op.CountFlops(node.Inputs, node.Output);
            rows.Add(row);
        }

        void Count(Row row, IEnumerable<Parameter> parameters) => row.ParameterCount += parameters.Where(counted.Add).Sum(p => (long)p.Shape.Size);
    }

    /// <summary>The module that holds each parameter as a field.</summary>
    private static Dictionary<Parameter, object> Owners(object whole) => whole is Module module
        ? ModuleMembers.Of(module) is var members ? members.NamedParameters.ToDictionary(p => p.Parameter, p => (object)members.OwnerOf(p.Name)) : []
        : [];

    private sealed class Row(object part)
    {
        public object Part => part;

        public Shape Output { get; set; }

        public long Flops { get; set; }

        public long ParameterCount { get; set; }

        public LayerSummary Summary() =>
            new(part is Layer layer ? layer.Describe() : part.GetType().Name, Output.Rank > 0 ? Output[1..] : Output, ParameterCount, Flops);
    }
}
