using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// A chart: marks over two axes, with title, legend and grid. It is a value; <see cref="ToSvg"/> gives the same text for the same chart
/// on every machine.
/// <code>
/// var chart = new Chart
/// {
///     Title = "Loss",
///     X = new Axis("epoch") { IsInteger = true },
///     Y = new Axis("nats per image"),
///     Marks = [new Line("training", epochs, training), new Line("validation", epochs, validation)],
/// };
/// File.WriteAllText("loss.svg", chart.ToSvg());
/// Png.Write("loss.png", chart.ToImage(scale: 2));
/// </code>
/// </summary>
public sealed record Chart
{
    public string Title { get; init; } = "";

    public Axis X { get; init; } = new();

    public Axis Y { get; init; } = new();

    /// <summary>The layers, the first at the bottom.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>The whole chart's width in pixels.</summary>
    public int Width { get; init; } = 640;

    /// <summary>The whole chart's height in pixels.</summary>
    public int Height { get; init; } = 400;

    /// <summary>Whether a unit is equally long on both axes, as in a plane where distances mean something.</summary>
    public bool HasEqualScales { get; init; }

    /// <summary>The chart as a stand-alone SVG document, which may also stand within HTML.</summary>
    public string ToSvg()
    {
        using var svg = new SvgWriter();
        ChartDrawing.Draw(svg, this);
        return svg.ToString();
    }

    /// <summary>The chart as an RGB picture, the same on every machine. <c>Png.Write</c> writes it to a file.</summary>
    /// <param name="scale">Pixels of the picture per pixel of the chart: 1 for a screen, 2 for a sharp one, 4 and more for print.</param>
    /// <exception cref="ArgumentException">The scale is not positive, or a mark draws an SVG element that pictures do not have.</exception>
    public Image ToImage(double scale = 2) => SvgImage.Of(ToSvg(), scale);
}
