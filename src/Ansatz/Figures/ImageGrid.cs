using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Images of one size in rows, from left to right and top to bottom, with white gaps between them.</summary>
public sealed class ImageGrid
{
    private const double CaptionGap = 8;
    private const int DefaultGap = 4, HighestMagnified = 128;

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

    /// <summary>
    /// A grid in a size that a page can show. Small images are magnified to about 56 pixels. Large ones are reduced until the grid has at most 4 million pixels, but
    /// not below 56 pixels on the longer side.
    /// </summary>
    /// <param name="images">At least one, all of one width and height.</param>
    /// <param name="columns">Images per row.</param>
    /// <param name="gap">Pixels shown between images.</param>
    /// <param name="rowCaptions">See <see cref="RowCaptions"/>.</param>
    /// <param name="columnCaptions">See <see cref="ColumnCaptions"/>.</param>
    public static ImageGrid Fitted(IReadOnlyList<Image> images, int columns, int gap = DefaultGap, IReadOnlyList<string>? rowCaptions = null, IReadOnlyList<string>? columnCaptions = null)
    {
        var shown = images.Count == 0 ? images : FittedImages.Of(images, images.Count);
        return new ImageGrid(shown, columns) { Magnification = FittedImages.Magnification(shown[0]), Gap = gap, RowCaptions = rowCaptions ?? [], ColumnCaptions = columnCaptions ?? [] };
    }

    /// <summary>
    /// Several series of images, one below the other, such as originals above reconstructions. If a row is full, the series continue in the next rows. Missing images of
    /// the last row are black. The size is that of <see cref="Fitted"/>.
    /// </summary>
    /// <param name="columns">Images per row, or fewer if a series is shorter.</param>
    /// <param name="series">From the top; all of one length, 1 or more.</param>
    public static ImageGrid Interleaved(int columns, params IReadOnlyList<IReadOnlyList<Image>> series)
    {
        if (series.Count == 0 || series[0].Count == 0 || series.Any(s => s.Count != series[0].Count))
            throw new ArgumentException($"ImageGrid: series of {string.Join(", ", series.Select(s => s.Count))} images; expected one series or more, all of one length.", nameof(series));
        var first = series[0][0];
        columns = Math.Min(columns, series[0].Count);
        var all = new List<Image>();
        for (var start = 0; start < series[0].Count; start += columns)
            foreach (var row in series)
            {
                all.AddRange(row.Skip(start).Take(columns));
                while (all.Count % columns != 0) all.Add(new Image(first.Width, first.Height, first.Channels));
            }
        return Fitted(all, columns);
    }

    /// <summary>The factor by which images are magnified, in each direction.</summary>
    public int Magnification { get; init; } = 1;

    /// <summary>Pixels shown between images.</summary>
    public int Gap { get; init; } = DefaultGap;

    /// <summary>What stands left of the rows in <see cref="ToSvg"/>, from the top; there may be fewer.</summary>
    public IReadOnlyList<string> RowCaptions { get; init; } = [];

    /// <summary>What stands above the columns in <see cref="ToSvg"/>, from the left; there may be fewer.</summary>
    public IReadOnlyList<string> ColumnCaptions { get; init; } = [];

    /// <summary>The same images, magnified by the largest factor at which the grid with its captions is at most this wide. An image becomes at most 128 pixels high.</summary>
    /// <param name="width">Pixels.</param>
    internal ImageGrid Filling(int width)
    {
        var (image, shown) = (images[0], Math.Min(columns, images.Count));
        var room = Math.Min((width - CaptionWidth - (shown - 1) * Gap) / shown / image.Width, HighestMagnified / image.Height);
        return new ImageGrid(images, columns) { Magnification = Math.Max(Magnification, room), Gap = Gap, RowCaptions = RowCaptions, ColumnCaptions = ColumnCaptions };
    }

    private int CaptionWidth => RowCaptions.Count == 0 ? 0 : (int)Math.Ceiling(TextStyle.Label.Widest(RowCaptions) + CaptionGap);

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

    /// <summary>The grid as one RGBA image whose gaps are transparent, for pages of any colour.</summary>
    internal Image ToTransparentImage()
    {
        var grid = ToImage();
        var clear = new Image(grid.Width, grid.Height, 4);
        for (var y = 0; y < grid.Height; y++)
            for (var x = 0; x < grid.Width; x++)
            {
                var isImage = x % StrideX < StrideX - Gap && y % StrideY < StrideY - Gap && y / StrideY * columns + x / StrideX < images.Count;
                grid.Row(y).Slice(3 * x, 3).CopyTo(clear.Row(y)[(4 * x)..]);
                clear.Row(y)[4 * x + 3] = (byte)(isImage ? 255 : 0);
            }
        return clear;
    }

    /// <summary>The grid with its captions as a stand-alone SVG document.</summary>
    public string ToSvg()
    {
        var grid = ToTransparentImage();
        var style = TextStyle.Label;
        var columnLines = ColumnCaptions.Select(c => TextWidth.Wrap(c, style.Size, StrideX - Gap)).ToArray();
        var left = CaptionWidth;
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
