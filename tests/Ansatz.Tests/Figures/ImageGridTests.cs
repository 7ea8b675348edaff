using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

public sealed class ImageGridTests
{
    private static readonly Image[] Three = [Gray(10), Gray(20), Gray(30)];

    [Fact]
    public void ImagesStandInRowsWithGaps()
    {
        var grid = new ImageGrid(Three, 2) { Magnification = 2, Gap = 1 }.ToImage();
        Assert.Equal((5, 5, 3), (grid.Width, grid.Height, grid.Channels));
        byte[] Reds(int y) => [.. Enumerable.Range(0, 5).Select(x => grid.Row(y)[3 * x])];
        Assert.Equal([10, 10, 255, 20, 20], Reds(0));
        Assert.Equal([10, 10, 255, 20, 20], Reds(1));
        Assert.Equal([255, 255, 255, 255, 255], Reds(2));
        Assert.Equal([30, 30, 255, 255, 255], Reds(4));
    }

    [Fact]
    public void CaptionsStandBesideTheSameImage()
    {
        var figure = new ImageGrid(Three, 3) { Magnification = 30, RowCaptions = ["original"], ColumnCaptions = ["a", "a caption of two or more lines", "c"] };
        var drawing = new Drawing(figure.ToSvg());
        var image = drawing.Root.Elements().Single(e => e.Name.LocalName == "image");
        var (left, top) = (Drawing.Number(image, "x"), Drawing.Number(image, "y"));
        Assert.Equal(figure.ToImage().Pixels.ToArray(), Png.Decode(Convert.FromBase64String(((string)image.Attribute("href")!)["data:image/png;base64,".Length..])).ToRgb().Pixels.ToArray());
        Assert.Equal("original", drawing.OfClass("row").Single().Value);
        Assert.True(Drawing.Number(drawing.OfClass("row").Single(), "x") < left);
        Assert.All(drawing.OfClass("column"), e => Assert.InRange(Drawing.Number(e, "y"), 9, top));
        Assert.True(drawing.OfClass("column").Count() > 3);
        Assert.Equal((left + Drawing.Number(image, "width"), top + Drawing.Number(image, "height")), (Drawing.Number(drawing.Root, "width"), Drawing.Number(drawing.Root, "height")));
    }

    [Fact]
    public void GapsAndMissingImagesAreTransparent()
    {
        var grid = new ImageGrid(Three, 2) { Magnification = 2, Gap = 1 };
        var clear = grid.ToTransparentImage();
        byte[] Alphas(int y) => [.. Enumerable.Range(0, 5).Select(x => clear.Row(y)[4 * x + 3])];
        Assert.Equal([255, 255, 0, 255, 255], Alphas(1));
        Assert.Equal([0, 0, 0, 0, 0], Alphas(2));
        Assert.Equal([255, 255, 0, 0, 0], Alphas(4));
        Assert.Equal(grid.ToImage().Pixels.ToArray(), clear.ToRgb().Pixels.ToArray());
    }

    [Fact]
    public void AGridFillsAPageByAWholeFactor()
    {
        (int, int) Size(int count, int width, int height, params string[] captions)
        {
            var image = new ImageGrid([.. Enumerable.Range(0, count).Select(_ => new Image(width, height, 1))], 10) { RowCaptions = captions }.Filling(880).ToImage();
            return (image.Width, image.Height);
        }
        Assert.Equal((10 * 84 + 36, 84), Size(10, 28, 28));
        Assert.Equal((10 * 80 + 36, 60), Size(10, 40, 30));
        Assert.Equal((10 * 56 + 36, 56), Size(10, 28, 28, "a caption beside the row"));
        // Few images are not magnified to the whole page, and large ones not at all.
        Assert.Equal((2 * 112 + 4, 112), Size(2, 28, 28));
        Assert.Equal((10 * 100 + 36, 100), Size(10, 100, 100));
    }

    [Fact]
    public void UnlikeImagesAreNamed()
    {
        Assert.Contains("2 × 1 pixels among others of 1 × 1", Assert.Throws<ArgumentException>(() => new ImageGrid([Gray(1), new Image(2, 1, 1)], 2)).Sentence(), StringComparison.Ordinal);
        Assert.Contains("0 images", Assert.Throws<ArgumentException>(() => new ImageGrid([], 2)).Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void AFittedGridIsNeitherTooSmallNorTooLarge()
    {
        Assert.Equal(56, ImageGrid.Fitted([new Image(4, 2, 1)], 1).ToImage().Width);
        Assert.Equal(60, ImageGrid.Fitted([new Image(60, 2, 1)], 1).ToImage().Width);
        var large = ImageGrid.Fitted([.. Enumerable.Range(0, 60).Select(_ => new Image(400, 300, 1))], 10, gap: 0).ToImage();
        Assert.Equal((2000, 900), (large.Width, large.Height));
        Assert.Equal(0, large.Pixels[0]);
    }

    [Fact]
    public void SeriesContinueBelowEachOther()
    {
        var grid = ImageGrid.Interleaved(2, [Gray(1), Gray(2), Gray(3)], [Gray(11), Gray(12), Gray(13)]).ToImage();
        Assert.Equal((116, 236), (grid.Width, grid.Height));
        byte At(int column, int row) => grid.Row(60 * row)[3 * 60 * column];
        Assert.Equal([1, 2, 11, 12, 3, 0, 13, 0], new[] { At(0, 0), At(1, 0), At(0, 1), At(1, 1), At(0, 2), At(1, 2), At(0, 3), At(1, 3) });
        Assert.Contains("series of 2, 1 images", Assert.Throws<ArgumentException>(() => ImageGrid.Interleaved(2, [Gray(1), Gray(2)], [Gray(3)])).Sentence(), StringComparison.Ordinal);
    }

    private static Image Gray(byte value) => new(1, 1, 1, [value]);
}
