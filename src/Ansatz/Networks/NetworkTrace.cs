using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// One pass through a network that assigns each operation to a part: those that run inside a layer of a <see cref="Sequential"/> to that
/// layer, others to the module whose parameter they use, and the rest to the whole.
/// </summary>
internal sealed class NetworkTrace(Tape tape)
{
    private readonly List<(Layer Layer, int Begin, int End, Tensor Output)> runs = [];
    private readonly Dictionary<Parameter, Tensor> values = [];
    private bool isInsideLayer;

    public Tape Tape => tape;

    /// <summary>The parameter on this tape; zeros stand in for one that has no value yet.</summary>
    public Tensor Watch(Parameter parameter)
    {
        if (!values.TryGetValue(parameter, out var value))
            values[parameter] = value = parameter.IsInitialized ? tape.Watch(parameter) : tape.Watch(Tensor.Zeros(parameter.Shape));
        return value;
    }

    /// <summary>Runs a layer and notes what it did, unless it is inside a layer that is noted already.</summary>
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

    /// <summary>A row for each part, in the order of use; every parameter of the whole is counted once.</summary>
    /// <param name="whole">What was run. Operations and parameters of none of its parts are its own.</param>
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
