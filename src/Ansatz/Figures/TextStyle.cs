namespace Ansatz.Figures;

/// <summary>The three kinds of text in a figure.</summary>
internal sealed record TextStyle(double Size, string Color, string Weight)
{
    public const string FontFamily = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif";

    /// <summary>How much wider bold letters are.</summary>
    public const double BoldFactor = 1.1;

    public static TextStyle Title { get; } = new(15, "#1a1a1a", "600");

    public static TextStyle Label { get; } = new(13, "#333333", "400");

    public static TextStyle Tick { get; } = new(12, "#555555", "400");

    public double LineHeight => Math.Round(Size * 1.35);

    public double Width(string text) => TextWidth.Of(text, Size) * (this == Title ? BoldFactor : 1);

    public double Widest(IEnumerable<string> texts) => texts.Select(Width).DefaultIfEmpty(0).Max();

    /// <summary>Text whose middle height is at <paramref name="y"/>.</summary>
    /// <param name="anchor">start, middle or end: which part of it is at <paramref name="x"/>.</param>
    public void Write(SvgWriter svg, string text, double x, double y, string anchor, string name) =>
        svg.Text(text, "text", ("class", name), ("x", x), ("y", y + 0.35 * Size), ("text-anchor", anchor), ("font-size", Size), ("font-weight", Weight), ("fill", Color));

    /// <summary>Text that runs upward, its middle at (x, y); a symbol of one to three letters stands upright.</summary>
    public void WriteUpward(SvgWriter svg, string text, double x, double y, string name)
    {
        if (text.Length <= 3) Write(svg, text, x, y, "middle", name);
        else svg.Text(text, "text", ("class", name), ("transform", $"translate({SvgWriter.Number(x + 0.35 * Size)} {SvgWriter.Number(y)}) rotate(-90)"), ("text-anchor", "middle"), ("font-size", Size), ("font-weight", Weight), ("fill", Color));
    }
}
