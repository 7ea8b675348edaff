using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Where everything of a chart goes. The margins follow from the texts that must fit into them: title and legend above, labels
/// and ticks at the left and below, the bar of colours at the right; what is left is the plot.
/// </summary>
internal sealed class ChartLayout
{
    public const double Margin = 12, TickGap = 7;
    private const double TickSpacingX = 70, TickSpacingY = 46, SmallestPlot = 20;

    private readonly Chart chart;

    public ChartLayout(Chart chart)
    {
        this.chart = chart;
        Marks = Colored(chart.Marks);
        var inner = chart.Width - 2 * Margin;
        Title = TextWidth.Wrap(chart.Title, TextStyle.Title.Size * TextStyle.BoldFactor, inner);
        Legend = new Legend(Marks.SelectMany(m => m.Mark.LegendEntries(m.Color)), inner);
        ColorBar = chart.Marks.Select(m => m.ColorBar).FirstOrDefault(b => b is not null);
        LegendTop = Margin + Title.Count * TextStyle.Title.LineHeight + (Title.Count > 0 ? 4 : 0);
        var top = LegendTop + Legend.Height + (Legend.Height > 0 ? 10 : 6);
        var bottom = chart.Height - Margin - LabelRoom(chart.X) - TextStyle.Tick.LineHeight - TickGap;
        if (bottom - top < SmallestPlot) throw new ArgumentException($"Chart '{chart.Title}': {chart.Height} pixels leave no room below its title and legend; make it higher.", nameof(chart));

        // Margins depend on the labels of ticks, and ticks on the margins, so there are two rounds.
        (var left, var right, Plot, XTicks, YTicks) = (4 * Margin, chart.Width - 4 * Margin, null!, [], []);
        for (var round = 0; round < 3; round++)
        {
            if (right - left < SmallestPlot) throw new ArgumentException($"Chart '{chart.Title}': {chart.Width} pixels leave no room beside its labels; make it wider.", nameof(chart));
            Fit(left, right, top, bottom);
            var overhang = TextStyle.Tick.Widest(XTicks.Select(t => t.Label)) / 2;
            left = Margin + Math.Max(LabelRoom(chart.Y) + TextStyle.Tick.Widest(YTicks.Select(t => t.Label)) + TickGap, overhang);
            right = chart.Width - Margin - Math.Max(ColorBar?.Width ?? 0, overhang);
        }
    }

    /// <summary>The layers with their colours.</summary>
    public IReadOnlyList<(Mark Mark, Rgb Color)> Marks { get; }

    /// <summary>The title's lines.</summary>
    public IReadOnlyList<string> Title { get; }

    public Legend Legend { get; }

    public double LegendTop { get; }

    public ColorBar? ColorBar { get; }

    public Plot Plot { get; private set; }

    public IReadOnlyList<Tick> XTicks { get; private set; }

    public IReadOnlyList<Tick> YTicks { get; private set; }

    /// <summary>Whether points lie anywhere in the plane: grid lines both ways and room on every side.</summary>
    public bool IsPlanar => chart.Marks.Any(m => m.IsPlanar);

    private void Fit(double left, double right, double top, double bottom)
    {
        var (x, y) = chart.Marks.Aggregate((X: Extent.Empty, Y: Extent.Empty), (sum, mark) => (sum.X.Including(mark.Extents.X), sum.Y.Including(mark.Extents.Y)));
        var mostX = Math.Max(1, (int)((right - left) / (chart.HasEqualScales ? TickSpacingY : TickSpacingX)));
        var mostY = Math.Max(4, (int)((bottom - top) / TickSpacingY));
        var isFilled = chart.Marks.Any(m => m.IsFilled);
        var xDomain = chart.X.Domain(x, mostX, IsPlanar && !isFilled ? AxisEnds.Padded : AxisEnds.AtData);
        var yDomain = chart.Y.Domain(y, mostY, isFilled ? AxisEnds.AtData : IsPlanar ? AxisEnds.Padded : AxisEnds.AtTicks);
        if (chart.HasEqualScales) (xDomain, yDomain) = Equalized(xDomain, right - left, yDomain, bottom - top);
        Plot = new Plot(new PixelScale(xDomain, left, right, chart.X.IsLogarithmic), new PixelScale(yDomain, bottom, top, chart.Y.IsLogarithmic)) { Labels = (chart.X.Label, chart.Y.Label) };
        YTicks = Enough(chart.Y, yDomain, mostY, ticks => ticks.Count * TextStyle.Tick.LineHeight <= bottom - top);
        XTicks = chart.Marks.Select(m => m.Categories).FirstOrDefault(c => c is not null) is { } categories ? Thinned(categories) : FittingTicks(xDomain, mostX);
    }

    /// <summary>As many ticks as have room for their labels, at least one.</summary>
    private IReadOnlyList<Tick> FittingTicks(Extent domain, int most)
    {
        bool Fits(IReadOnlyList<Tick> some) => (TextStyle.Tick.Widest(some.Select(t => t.Label)) + TickGap) * (some.Count - 1) <= Plot.Right - Plot.Left;
        most = Math.Max(most, 3);
        var ticks = Enough(chart.X, domain, most, Fits);
        while (chart.X.Ticks is null && !Fits(ticks))
        {
            var fewer = --most > 0 ? chart.X.TicksWithin(domain, most) : [];
            ticks = fewer.Count > 0 ? fewer : [ticks[0]];
        }
        return ticks;
    }

    /// <summary>The ticks, or those of a smaller step if they are fewer than three: an interval between two multiples of a step has one or two of them within.</summary>
    private static IReadOnlyList<Tick> Enough(Axis axis, Extent domain, int most, Func<IReadOnlyList<Tick>, bool> fit)
    {
        const int Fewest = 3;
        var ticks = axis.TicksWithin(domain, most);
        for (var more = most + 1; ticks.Count < Fewest && more <= 3 * most; more++)
            if (axis.TicksWithin(domain, more) is var finer && finer.Count > ticks.Count && fit(finer)) ticks = finer;
        return ticks;
    }

    /// <summary>Every k-th category, so that the labels do not touch.</summary>
    private IReadOnlyList<Tick> Thinned(IReadOnlyList<Tick> categories)
    {
        var stride = Math.Max(1, (int)Math.Ceiling((TextStyle.Tick.Widest(categories.Select(c => c.Label)) + TickGap) / Plot.X.Density));
        return [.. categories.Where((_, i) => i % stride == 0)];
    }

    private static double LabelRoom(Axis axis) => axis.Label.Length > 0 ? TextStyle.Label.LineHeight + 4 : 0;

    /// <summary>Marks without a colour of their own take the palette's, one after the other.</summary>
    private static (Mark, Rgb)[] Colored(IReadOnlyList<Mark> marks)
    {
        var needy = marks.Count(m => (m.Color ?? m.OwnColor) is null);
        var next = 0;
        return [.. marks.Select(m => (m, m.Color ?? m.OwnColor ?? Palette.Of(next++, needy)))];
    }

    /// <summary>Both domains, the one with more pixels per unit widened on both sides to the density of the other.</summary>
    private static (Extent X, Extent Y) Equalized(Extent x, double width, Extent y, double height)
    {
        var unit = Math.Max(x.Length / width, y.Length / height);
        return (Widened(x, unit * width), Widened(y, unit * height));

        static Extent Widened(Extent interval, double length)
        {
            var half = (length - interval.Length) / 2;
            return new(interval.Min - half, interval.Max + half);
        }
    }
}
