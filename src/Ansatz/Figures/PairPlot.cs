namespace Ansatz.Figures;

/// <summary>
/// All columns of a table against each other: on the diagonal the density of each column, elsewhere the points of two. Several groups, such as real and
/// synthetic rows, have a colour each.
/// </summary>
public sealed class PairPlot
{
    private const int Bins = 30, MostPoints = 1500;

    private readonly IReadOnlyList<string> columns;
    private readonly IReadOnlyList<PairGroup> groups;

    /// <param name="columns">The names of the columns.</param>
    /// <param name="groups">The rows, group by group; the first lies at the bottom.</param>
    /// <exception cref="ArgumentException">There is no column or no group, or a group has another number of columns.</exception>
    public PairPlot(IReadOnlyList<string> columns, params IReadOnlyList<PairGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(groups);
        if (columns.Count == 0 || groups.Count == 0) throw new ArgumentException($"PairPlot: {columns.Count} columns and {groups.Count} groups of rows; expected one or more of each.", nameof(columns));
        foreach (var group in groups)
            if (group.Columns.Count != columns.Count) throw new ArgumentException($"PairPlot: group '{group.Name}' has {group.Columns.Count} columns; expected {columns.Count}, as there are names.", nameof(groups));
        (this.columns, this.groups) = (columns, groups);
    }

    /// <summary>The side of each panel in pixels.</summary>
    public int PanelSize { get; init; } = 220;

    /// <summary>The share of the lowest and of the highest values of the first group that no panel shows, because a few would make all others a dot.</summary>
    public double Cut { get; init; } = 0.002;

    /// <summary>The panels.</summary>
    public ChartPanels ToPanels()
    {
        (double Min, double Max)[] ranges = [.. Enumerable.Range(0, columns.Count).Select(RangeOf)];
        return new ChartPanels([.. Enumerable.Range(0, columns.Count).Select(x => (IReadOnlyList<Chart>)[.. Enumerable.Range(0, columns.Count).Select(y => Panel(x, y, ranges))])]);
    }

    private Chart Panel(int x, int y, (double Min, double Max)[] ranges)
    {
        var axis = new Axis(columns[x]) { Min = ranges[x].Min, Max = ranges[x].Max };
        var panel = new Chart { Width = PanelSize, Height = PanelSize, X = axis };
        // Names of the groups stand once, in the first panel.
        return x == y
            ? panel with { Y = new Axis("density") { Min = 0 }, Marks = [.. groups.Select((g, i) => new Histogram(groups.Count > 1 && x == 0 ? g.Name : null, g.Columns[x], ranges[x], Bins) { Color = Palette.Of(i, groups.Count) })] }
            : panel with { Y = new Axis(columns[y]) { Min = ranges[y].Min, Max = ranges[y].Max }, Marks = [.. groups.Select((g, i) => Points(g, x, y, ranges, i))] };
    }

    private Scatter Points(PairGroup group, int x, int y, (double Min, double Max)[] ranges, int index)
    {
        var step = Math.Max(1, group.Columns[x].Count / MostPoints);
        int[] rows = [.. Enumerable.Range(0, group.Columns[x].Count).Where(i => i % step == 0 && IsWithin(group.Columns[x][i], ranges[x]) && IsWithin(group.Columns[y][i], ranges[y]))];
        return new Scatter(null, [.. rows.Select(i => group.Columns[x][i])], [.. rows.Select(i => group.Columns[y][i])]) { Diameter = 2.5, Color = Palette.Of(index, groups.Count) };
    }

    private (double Min, double Max) RangeOf(int column)
    {
        double[] sorted = [.. groups[0].Columns[column].Where(double.IsFinite).Order()];
        if (sorted.Length == 0) return (0, 1);
        double min = sorted[(int)(Cut * (sorted.Length - 1))], max = sorted[(int)Math.Ceiling((1 - Cut) * (sorted.Length - 1))], room = max > min ? 0.03 * (max - min) : 0.5;
        return (min - room, max + room);
    }

    private static bool IsWithin(double value, (double Min, double Max) range) => value >= range.Min && value <= range.Max;
}

/// <summary>A group of rows of a <see cref="PairPlot"/>.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Columns">The numbers of each column, all equally many.</param>
public sealed record PairGroup(string Name, IReadOnlyList<IReadOnlyList<double>> Columns);
