namespace Ansatz.Studies.Digits;

/// <summary>Pictures of what an autoencoder makes of latent points.</summary>
/// <param name="classCount">The classes it is told; 0 where it is told nothing.</param>
internal sealed class DecodedImages(VariationalAutoencoder model, int classCount)
{
    private const double Reach = 3;

    /// <summary>Pixel values decoded at a time where images are large, and the images that are decoded together otherwise.</summary>
    private const int ValuesPerPiece = 1 << 24, ImagesPerPiece = 1024;

    private readonly int dimension = model.LatentShape.Size;

    /// <summary>E[x|z] at points of one class, or of the class each is given.</summary>
    /// <param name="points">[n, dimension].</param>
    public Image[] Decode(ReadOnlySpan<float> points, params int[] labels) => Decode(points, points.Length / dimension, areShown: false, labels);

    /// <summary>The same at the size of a figure that shows them all.</summary>
    public Image[] DecodeShown(ReadOnlySpan<float> points, params int[] labels) => Decode(points, points.Length / dimension, areShown: true, labels);

    /// <summary>Draws from the prior.</summary>
    public Image[] Sample(int count, Rng rng, params int[] labels) => Decode(model.Prior.Given(Context.None).Sample(rng, [count]).ToArray(), labels);

    /// <summary>Draws from the prior at the size of a figure.</summary>
    public Image[] SampleShown(int count, Rng rng, params int[] labels) => DecodeShown(model.Prior.Given(Context.None).Sample(rng, [count]).ToArray(), labels);

    // In pieces: hundreds of large images would not fit the memory before they are reduced.
    private Image[] Decode(ReadOnlySpan<float> points, int shownCount, bool areShown, int[] labels)
    {
        var count = points.Length / dimension;
        int[]? all = classCount == 0 ? null : labels.Length == 1 ? [.. Enumerable.Repeat(labels[0], count)] : labels;
        var rows = Math.Clamp(ValuesPerPiece / ValuesPerImage(points, all), 1, ImagesPerPiece);
        var pictures = new List<Image>();
        for (var start = 0; start < count; start += rows)
        {
            var end = Math.Min(start + rows, count);
            var piece = Pictures(Means(points[(start * dimension)..(end * dimension)], all?[start..end]), 0, end - start);
            pictures.AddRange(areShown ? ShownImages.Fit(piece, shownCount) : piece);
        }
        return [.. pictures];
    }

    private int ValuesPerImage(ReadOnlySpan<float> points, int[]? labels) => Means(points[..dimension], labels?[..1]).ExampleShape.Size;
    private Dataset Means(ReadOnlySpan<float> points, int[]? labels) => Dataset.FromTensor(model.Decode(Tensor.From(points, [points.Length / dimension, dimension]), labels));

    /// <summary>Two dimensions over [−3, 3]², the others 0: the second upwards, the first to the right.</summary>
    public Image Plane(int side, int across, int up, int label)
    {
        var points = new float[side * side * dimension];
        for (var i = 0; i < side * side; i++)
        {
            points[i * dimension + across] = At(i % side, side);
            points[i * dimension + up] = -At(i / side, side);
        }
        return Grid(DecodeShown(points, label), side, gap: 0);
    }

    /// <summary>A row of images a dimension, from −3 to 3, the others 0.</summary>
    /// <param name="dimensions">Which, from the top.</param>
    /// <param name="captions">What stands beside each row.</param>
    public string Traversals(IReadOnlyList<int> dimensions, IReadOnlyList<string> captions, int columns, int label)
    {
        var points = new float[dimensions.Count * columns * dimension];
        for (var row = 0; row < dimensions.Count; row++)
            for (var column = 0; column < columns; column++) points[(row * columns + column) * dimension + dimensions[row]] = At(column, columns);
        var images = DecodeShown(points, label);
        return new ImageGrid(images, columns)
        {
            Magnification = Magnification(images[0]),
            RowCaptions = captions,
            ColumnCaptions = [.. Enumerable.Range(0, columns).Select(c => $"{At(c, columns):0.#}".Replace('-', '−'))],
        }.ToSvg();
    }

    /// <summary>A row of draws from the prior for each class; a column shares its latent point.</summary>
    public string ByClass(IReadOnlyList<string> names, int columns, Rng rng)
    {
        var z = model.Prior.Given(Context.None).Sample(rng, [columns]).ToArray();
        var images = Enumerable.Range(0, classCount).SelectMany(label => Decode(z, columns * classCount, areShown: true, [label])).ToArray();
        return new ImageGrid(images, columns) { Magnification = Magnification(images[0]), RowCaptions = names }.ToSvg();
    }

    public static Image[] Pictures(Dataset images, int start, int count)
    {
        var shape = images.ExampleShape;
        var values = new float[shape.Size];
        var pictures = new Image[Math.Min(count, images.Count - start)];
        for (var i = 0; i < pictures.Length; i++)
        {
            images.CopyTo(start + i, values);
            pictures[i] = new Image(shape[1], shape[0], shape[2], values);
        }
        return pictures;
    }

    /// <summary>Images in rows, enlarged where they are small and reduced where the picture would have too many pixels.</summary>
    public static Image Grid(IReadOnlyList<Image> images, int columns, int gap = 4)
    {
        var shown = ShownImages.Fit(images, images.Count);
        return new ImageGrid(shown, columns) { Magnification = Magnification(shown[0]), Gap = gap }.ToImage();
    }

    /// <summary>Equally many images in rows below each other: the first of each, and when a row is full the next; what is missing of the last row stays black.</summary>
    public static Image Stacked(int columns, params ReadOnlySpan<Image[]> rows)
    {
        var all = new List<Image>();
        var first = rows[0][0];
        columns = Math.Min(columns, rows[0].Length);
        for (var start = 0; start < rows[0].Length; start += columns)
            foreach (var row in rows)
            {
                all.AddRange(row.Skip(start).Take(columns));
                while (all.Count % columns != 0) all.Add(new Image(first.Width, first.Height, first.Channels));
            }
        return Grid(all, columns);
    }

    /// <summary>The name of a latent dimension: z₁ for the first.</summary>
    public static string Name(int dimension) => "z" + string.Concat($"{dimension + 1}".Select(c => (char)('₀' + (c - '0'))));

    private static int Magnification(Image image) => Math.Max(1, ShownImages.LeastSide / Math.Max(image.Width, image.Height));
    private static float At(int index, int count) => count == 1 ? 0 : (float)(Reach * (2.0 * index / (count - 1) - 1));
}

/// <summary>
/// Images at the size at which a figure shows them. A figure has at most <see cref="MostPixels"/> pixels: larger images are reduced by a whole factor, each
/// pixel the mean of a square of pixels, but never below <see cref="LeastSide"/> pixels on the longer side.
/// </summary>
internal static class ShownImages
{
    public const int LeastSide = 56;
    private const long MostPixels = 4_000_000;

    /// <summary>The factor by which images of one size are reduced to fit a figure; 1 where they fit.</summary>
    public static int Factor(int count, int width, int height)
    {
        var largest = Math.Max(1, Math.Max(width, height) / LeastSide);
        var wanted = Math.Sqrt((double)count * width * height / MostPixels);
        return (int)Math.Clamp(Math.Ceiling(wanted), 1, largest);
    }

    /// <summary>The images, reduced where <paramref name="count"/> of them would not fit a figure.</summary>
    /// <param name="images">Images of one size.</param>
    /// <param name="count">How many images the figure shows; these may be a part of them.</param>
    public static Image[] Fit(IReadOnlyList<Image> images, int count)
    {
        var factor = Factor(count, images[0].Width, images[0].Height);
        return factor == 1 ? [.. images] : [.. images.Select(i => Reduce(i, factor))];
    }

    // The last row and column of squares may be smaller than the others.
    private static Image Reduce(Image image, int factor)
    {
        var reduced = new Image((image.Width + factor - 1) / factor, (image.Height + factor - 1) / factor, image.Channels);
        for (var y = 0; y < reduced.Height; y++)
            for (var x = 0; x < reduced.Width; x++)
                for (var c = 0; c < image.Channels; c++) reduced.Row(y)[x * image.Channels + c] = Mean(image, x * factor, y * factor, factor, c);
        return reduced;
    }

    private static byte Mean(Image image, int left, int top, int factor, int channel)
    {
        int right = Math.Min(left + factor, image.Width), bottom = Math.Min(top + factor, image.Height);
        long sum = 0, pixels = (long)(right - left) * (bottom - top);
        for (var y = top; y < bottom; y++)
        {
            var row = image.Row(y);
            for (var x = left; x < right; x++) sum += row[x * image.Channels + channel];
        }
        return (byte)((2 * sum + pixels) / (2 * pixels));
    }
}
