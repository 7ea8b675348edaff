using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>The pictures of a model of a table: columns, pairs of columns, and learning.</summary>
internal sealed class TableFigures(Table real, Table synthetic, TableDistances distances, IReadOnlyList<EpochRecord> history)
{
    private const int Columns = 3, MostMarginals = 24, MostPairs = 4, MostPoints = 2000, PanelWidth = 330, PanelHeight = 260, MostCategories = 12, LabelRoom = 130, PairWidth = 440, PairHeight = 240;
    private const int MostBins = 40, MostSteps = 400;
    private const double Cut = 0.005;

    public void Write(string folder)
    {
        int[] shown = [.. Enumerable.Range(0, real.Columns.Count).Where(j => real.Columns[j].Definition.IsModelled).Take(MostMarginals)];
        File.WriteAllText(Path.Combine(folder, "marginals.svg"), new ChartPanels([.. Enumerable.Range(0, Math.Min(Columns, shown.Length)).Select(c => (IReadOnlyList<Chart>)[.. shown.Where((_, i) => i % Columns == c).Select(Marginal)])]).ToSvg());
        PairDistance[] pairs = [.. distances.Pairs.Where(p => double.IsFinite(p.Real)).OrderByDescending(p => Math.Abs(p.Real)).Take(MostPairs)];
        if (pairs.Length > 0) File.WriteAllText(Path.Combine(folder, "pairs.svg"), new ChartPanels([.. pairs.Select(p => Pair(p, real, "real"))], [.. pairs.Select(p => Pair(p, synthetic, "synthetic"))]).ToSvg());
        if (history.Count > 0) File.WriteAllText(Path.Combine(folder, "learning.svg"), Learning());
    }

    private Chart Marginal(int column)
    {
        var definition = real.Columns[column].Definition;
        double[] a = Values(real, column), b = Values(synthetic, column);
        if (definition.Kind == ColumnKind.Categorical) return Shares(definition, a, b);
        var (range, bins) = Bins(Range(a), definition.Resolution);
        return Panel(definition.Name, new Axis(), new Axis("density"), new Histogram("real", a, range, bins), new Histogram("synthetic", b, range, bins));
    }

    // The most frequent categories, real and synthetic side by side.
    private static Chart Shares(ColumnDefinition definition, double[] a, double[] b)
    {
        int[] codes = [.. Enumerable.Range(0, definition.Categories.Count).OrderByDescending(k => a.Count(v => v == k)).ThenBy(k => k).Take(MostCategories)];
        string[] names = [.. codes.Select(k => definition.Categories[k])];
        ShareBars Bars(string name, double[] values, int place) => new(name, names, [.. codes.Select(k => values.Count(v => v == k) / (double)Math.Max(1, values.Length))], place, 2);
        return Panel(definition.Name, new Axis("share") { Min = 0 }, ShareBars.AxisOf(names, LabelRoom), Bars("real", a, 0), Bars("synthetic", b, 1));
    }

    private Chart Pair(PairDistance pair, Table table, string which)
    {
        int Place(string name) => Enumerable.Range(0, real.Columns.Count).First(j => real.Columns[j].Name == name);
        int x = Place(pair.First), y = Place(pair.Second);
        var step = Math.Max(1, table.RowCount / MostPoints);
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(i => i % step == 0 && !double.IsNaN(table.Columns[x].Cells[i]) && !double.IsNaN(table.Columns[y].Cells[i]))];
        var (xs, ys) = (Range(Values(real, x)), Range(Values(real, y)));
        int[] inside = [.. rows.Where(i => Inside(table.Columns[x].Cells[i], xs) && Inside(table.Columns[y].Cells[i], ys))];
        var points = new Scatter(null, [.. inside.Select(i => table.Columns[x].Cells[i])], [.. inside.Select(i => table.Columns[y].Cells[i])]) { Diameter = 2.5, Color = Palette.Of(table == real ? 0 : 1, 2) };
        var panel = Panel(which, new Axis(pair.First) { Min = xs.Low, Max = xs.High }, new Axis(pair.Second) { Min = ys.Low, Max = ys.High }, points);
        return panel with { Width = PairWidth, Height = PairHeight };
    }

    private string Learning()
    {
        double[] epochs = [.. history.Select(r => (double)r.Epoch)];
        // A Boltzmann machine's steps report how far chains are from the data; its free energies can be compared.
        if (history[0].Train.Values.Any(v => v.Name == "freeEnergy"))
            return Draw.Chart("Free energy", new Axis("epoch") { IsInteger = true }, new Axis("nats per row"),
                new Line("training rows", epochs, [.. history.Select(r => r.Train["freeEnergy"])]), new Line("watched rows", epochs, [.. history.Select(r => r.Validation!["freeEnergy"])]));
        return Draw.Chart("Negative log-likelihood of the transformed numbers", new Axis("epoch") { IsInteger = true }, new Axis("nats per row"),
            new Line("training rows", epochs, [.. history.Select(r => r.Train.Objective)]), new Line("watched rows", epochs, [.. history.Select(r => r.Validation!.Objective)]));
    }

    private static Chart Panel(string title, Axis x, Axis y, params IReadOnlyList<Mark> marks) => new() { Title = title, X = x, Y = y, Width = PanelWidth, Height = PanelHeight, Marks = marks };

    private static double[] Values(Table table, int column) => [.. table.Columns[column].Cells.ToArray().Where(v => !double.IsNaN(v))];

    private static bool Inside(double value, (double Low, double High) range) => value >= range.Low && value <= range.High;

    // Rounded numbers get a bin for each value, or for as many values as another; else some bins would hold more values than others.
    private static ((double Low, double High) Range, int Count) Bins((double Low, double High) range, double resolution)
    {
        var steps = Math.Round((range.High - range.Low) / resolution) + 1;
        if (!(steps < MostSteps)) return (range, MostBins);
        var stepsPerBin = Math.Ceiling(steps / MostBins);
        var count = Math.Ceiling(steps / stepsPerBin);
        return ((range.Low - resolution / 2, range.Low + (count * stepsPerBin - 0.5) * resolution), (int)count);
    }

    // All but the outermost values; heavy tails would hide the rest.
    private static (double Low, double High) Range(double[] values)
    {
        double[] sorted = [.. values.Order()];
        double low = sorted[(int)(Cut * (sorted.Length - 1))], high = sorted[(int)((1 - Cut) * (sorted.Length - 1))];
        return low < high ? (low, high) : (low - 0.5, low + 0.5);
    }
}
