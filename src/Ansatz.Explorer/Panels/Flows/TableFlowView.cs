using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tables;
using Ansatz.Tables.Models;

namespace Ansatz.Explorer.Panels.Flows;

/// <summary>One of the flows of a table's model. Behind its bijectors, a map for each column leads to the table's own units.</summary>
/// <param name="model">The model of the table.</param>
/// <param name="index">Which of its flows.</param>
internal sealed class TableFlowView(FlowTableModel model, int index)
    : FlowView($"flow {index + 1}, weight {model.Flow.Weights[index]:0.00}", [.. model.Transform.NumberColumns.Select(j => model.Columns[j].Name)])
{
    private readonly MemberFlow flow = model.Flow.Members[index];

    /// <summary>The flows of a model that have a weight, the greatest first.</summary>
    public static IReadOnlyList<FlowView> Of(FlowTableModel model)
    {
        var weights = model.Flow.Weights.ToArray();
        return [.. Enumerable.Range(0, weights.Length).Where(k => weights[k] > 0).OrderByDescending(k => weights[k]).Select(k => new TableFlowView(model, k))];
    }

    public override bool HasDensity => Axes.Count == 2 && model.Transform.CategoryColumns.Count == 0;

    /// <summary>The density of all flows of the model together.</summary>
    public override double[] LogDensity(float[] points)
    {
        var count = points.Length / 2;
        int[] numbers = [.. model.Transform.NumberColumns];
        TableColumn[] columns = [.. model.Columns.Select((c, j) => new TableColumn(c, Array.IndexOf(numbers, j) is >= 0 and var i ? [.. Enumerable.Range(0, count).Select(n => (double)points[2 * n + i])] : []))];
        return model.Score(new Table(columns, count), new Rng(0));
    }

    protected override IReadOnlyList<string> OwnStages => ["the table's units"];

    protected override Context Contexts(Rng rng, int count) => flow.Categories(rng.Fork("categories"), count);

    protected override (Distribution Noise, IReadOnlyList<Bijector> Parts) Map(Context context) => flow.Steps(context);

    protected override IReadOnlyList<float[]> Shown(IReadOnlyList<Tensor> values) =>
        [.. base.Shown(values), [.. values[^1].ToArray().Select((z, i) => (float)model.Transform.Cell(i % Axes.Count, z))]];

    protected override float[] FromShown(float[] point) => [.. point.Select((v, i) => (float)model.Transform.Number(i, v))];
}
