using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Images of one size in rows, from left to right and top to bottom, with white gaps between them.</summary>
public sealed class ImageGrid
{
    private const double CaptionGap = 8;

    private readonly IReadOnlyList<Image> images;
    private readonly int columns;

    /// <param name="images">At least one, all of one width and height.</param>
    /// <param name="columns">Images per row.</param>
    public ImageGrid(IReadOnlyList<Image> images, int columns)
    {
        if (images.Count == 0 || columns < 1) throw new ArgumentException($"ImageGrid: {images.Count} images in {columns} columns; expected at least one of each.", nameof(images));
        foreach (var image in images)
            if (image.Width != images[0].Width || image.Height != images[0].Height)
                throw new ArgumentException($"ImageGrid: an image of {image.Width} × {image.Height} pixels among others of {images[0].Width} × {images[0].Height}; all must be alike.", nameof(images));
        (this.images, this.columns) = (images, columns);
    }

    /// <summary>The factor by which images are magnified, in each direction.</summary>
    public int Magnification { get; init; } = 1;

    /// <summary>Pixels shown between images.</summary>
    public int Gap { get; init; } = 4;

    /// <summary>What stands left of the rows in <see cref="ToSvg"/>, from the top; there may be fewer.</summary>
    public IReadOnlyList<string> RowCaptions { get; init; } = [];

    /// <summary>What stands above the columns in <see cref="ToSvg"/>, from the left; there may be fewer.</summary>
    public IReadOnlyList<string> ColumnCaptions { get; init; } = [];

    private int StrideX => images[0].Width * Magnification + Gap;

    private int StrideY => images[0].Height * Magnification + Gap;

    /// <summary>The grid as one RGB image, without captions.</summary>
    public Image ToImage()
    {
        var rows = (images.Count + columns - 1) / columns;
        var grid = new Image(Math.Min(columns, images.Count) * StrideX - Gap, rows * StrideY - Gap, 3);
        grid.Pixels.Fill(255);
        for (var i = 0; i < images.Count; i++) grid.Place(images[i], i % columns * StrideX, i / columns * StrideY, Magnification);
        return grid;
    }

    /// <summary>The grid with its captions as a stand-alone SVG document.</summary>
    public string ToSvg()
    {
        var grid = ToImage();
        var style = TextStyle.Label;
        var columnLines = ColumnCaptions.Select(c => TextWidth.Wrap(c, style.Size, StrideX - Gap)).ToArray();
        var left = RowCaptions.Count == 0 ? 0 : Math.Ceiling(style.Widest(RowCaptions) + CaptionGap);
        var top = columnLines.Length == 0 ? 0 : Math.Ceiling(columnLines.Max(l => l.Count) * style.LineHeight + CaptionGap / 2);
        using var svg = new SvgWriter();
        svg.OpenPage("images", string.Join("; ", RowCaptions.Concat(ColumnCaptions)), left + grid.Width, top + grid.Height);
        for (var row = 0; row < RowCaptions.Count; row++)
            style.Write(svg, RowCaptions[row], left - CaptionGap, top + row * StrideY + (StrideY - Gap) / 2.0, "end", "row");
        for (var column = 0; column < columnLines.Length; column++)
            for (var line = 0; line < columnLines[column].Count; line++)
                style.Write(svg, columnLines[column][line], left + column * StrideX + (StrideX - Gap) / 2.0, top - CaptionGap / 2 - (columnLines[column].Count - line - 0.5) * style.LineHeight, "middle", "column");
        svg.Element("image", ("x", left), ("y", top), ("width", grid.Width), ("height", grid.Height), ("style", "image-rendering: pixelated"),
            ("href", "data:image/png;base64," + Convert.ToBase64String(Png.Encode(grid))));
        svg.Close();
        return svg.ToString();
    }
}
