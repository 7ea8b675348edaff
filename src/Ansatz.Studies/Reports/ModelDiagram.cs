namespace Ansatz.Studies.Reports;

/// <summary>A part of a model, in a diagram.</summary>
/// <param name="Name">What it is: a layer, data, noise.</param>
/// <param name="Detail">Its shape or size, in words.</param>
/// <param name="Size">How many numbers come out of it; its bar is longer, the more they are.</param>
/// <param name="IsData">Whether it is values rather than a computation.</param>
internal sealed record DiagramRow(string Name, string Detail, double Size, bool IsData = false);

/// <summary>A model from its input down to its output: a bar for each part, as long as the logarithm of the numbers that come out of it.</summary>
/// <param name="caption">What the model does.</param>
/// <param name="rows">From the top down.</param>
internal sealed class ModelDiagram(string caption, params IReadOnlyList<DiagramRow> rows) : IReportPart
{
    private const double Width = 880, Center = 170, LongestBar = 300, ShortestBar = 26, BarHeight = 18, RowHeight = 30, TextLeft = 345;
    private const string DataColor = "#b3400f", LayerColor = "#7a8ca3", Ink = "#22201d", Soft = "#6b655d";

    /// <summary>The diagram of an autoencoder: the encoder's layers, the code, the decoder's layers.</summary>
    /// <param name="example">The shape of one input.</param>
    public static ModelDiagram Of(VariationalAutoencoder model, Shape example)
    {
        var latent = model.LatentShape.Size;
        return new ModelDiagram(
            "The model. The encoder gives each image a distribution of codes, and the decoder gives each code an image. A bar is as long as the logarithm of the numbers that come out of a layer.",
            [
                new("image x", $"{example}", example.Size, IsData: true), .. Rows(NetworkSummary.Of("encoder", model.Encoder, example)),
                new("code z ~ q(z|x)", latent == 1 ? "1 number" : $"{latent} numbers", latent, IsData: true), .. Rows(NetworkSummary.Of("decoder", model.Decoder, model.LatentShape)),
                new("p(x|z)", $"{example}", example.Size, IsData: true),
            ]);

        // Reshaping computes nothing.
        static IEnumerable<DiagramRow> Rows(NetworkSummary summary) => summary.Layers.Where(l => l.Flops > 0).Select(l => new DiagramRow(l.Layer, $"{l.Output}", Math.Max(1, l.Output.Size)));
    }

    public void Write(HtmlWriter html) => Figure.OfSvg(ToSvg(), caption).Write(html);

    private string ToSvg()
    {
        using var svg = new SvgWriter();
        var largest = Math.Log(rows.Max(r => r.Size) + 1);
        svg.OpenPage("diagram", "Diagram of the model", Width, rows.Count * RowHeight + 12);
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            double y = 6 + (i + 0.5) * RowHeight, length = Math.Max(ShortestBar, LongestBar * Math.Log(row.Size + 1) / largest);
            if (i > 0) svg.Element("line", ("x1", Center), ("x2", Center), ("y1", y - RowHeight + BarHeight / 2), ("y2", y - BarHeight / 2), ("stroke", LayerColor), ("stroke-width", 1.5));
            svg.Element("rect", $"{row.Name}: {row.Detail}", ("x", Center - length / 2), ("y", y - BarHeight / 2), ("width", length), ("height", BarHeight), ("rx", 4), ("fill", row.IsData ? DataColor : LayerColor), ("fill-opacity", row.IsData ? "0.9" : "0.55"));
            svg.Text(row.Name, "text", ("x", TextLeft), ("y", y + 4.5), ("font-size", 13), ("font-weight", row.IsData ? "600" : "400"), ("fill", Ink));
            svg.Text(row.Detail, "text", ("x", Width - 12), ("y", y + 4.5), ("font-size", 12), ("text-anchor", "end"), ("fill", Soft));
        }
        svg.Close();
        return svg.ToString();
    }
}
