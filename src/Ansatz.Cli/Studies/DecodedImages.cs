using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Evaluation;
using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Random;

namespace Ansatz.Cli.Studies;

/// <summary>Pictures of what an autoencoder makes of latent points.</summary>
/// <param name="model">The autoencoder.</param>
/// <param name="classCount">The classes it is told; 0 where it is told nothing.</param>
internal sealed class DecodedImages(VariationalAutoencoder model, int classCount)
{
    private const double Reach = 3;
    private const int WantedSide = 56;

    private readonly int dimension = model.Prior.EventShape.Size;

    /// <summary>E[x|z] at points of one class, or of the class each is given.</summary>
    /// <param name="points">[n, dimension].</param>
    public Image[] Decode(ReadOnlySpan<float> points, params int[] labels)
    {
        var count = points.Length / dimension;
        int[]? all = classCount == 0 ? null : labels.Length == 1 ? [.. Enumerable.Repeat(labels[0], count)] : labels;
        var images = model.DecodeMeans(points, dimension, all);
        return Pictures(images, 0, count);
    }

    /// <summary>Draws from the prior.</summary>
    public Image[] Sample(int count, Rng rng, params int[] labels)
    {
        var z = model.Prior.Sample(rng, [count]).ToArray();
        return Decode(z, labels);
    }

    /// <summary>Two dimensions over [−3, 3]², the others 0: the second upwards, the first to the right.</summary>
    public Image Plane(int side, int across, int up, int label)
    {
        var points = new float[side * side * dimension];
        for (var i = 0; i < side * side; i++)
        {
            points[i * dimension + across] = At(i % side, side);
            points[i * dimension + up] = -At(i / side, side);
        }
        return Grid(Decode(points, label), side, gap: 0);
    }

    /// <summary>A row of images a dimension, from −3 to 3, the others 0.</summary>
    /// <param name="dimensions">Which, from the top.</param>
    /// <param name="captions">What stands beside each row.</param>
    public string Traversals(IReadOnlyList<int> dimensions, IReadOnlyList<string> captions, int columns, int label)
    {
        var points = new float[dimensions.Count * columns * dimension];
        for (var row = 0; row < dimensions.Count; row++)
            for (var column = 0; column < columns; column++) points[(row * columns + column) * dimension + dimensions[row]] = At(column, columns);
        var images = Decode(points, label);
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
        var z = model.Prior.Sample(rng, [columns]).ToArray();
        var images = Enumerable.Range(0, classCount).SelectMany(label => Decode(z, label)).ToArray();
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

    public static Image Grid(IReadOnlyList<Image> images, int columns, int gap = 4) =>
        new ImageGrid(images, columns) { Magnification = Magnification(images[0]), Gap = gap }.ToImage();

    /// <summary>Equally many images in rows below each other: the first of each, and when a row is full the next; what is missing of the last row stays black.</summary>
    public static Image Stacked(int columns, params ReadOnlySpan<Image[]> rows)
    {
        var all = new List<Image>();
        var first = rows[0][0];
        columns = Math.Min(columns, rows[0].Length);
        for (var start = 0; start < rows[0].Length; start += columns)
        {
            foreach (var row in rows)
            {
                all.AddRange(row.Skip(start).Take(columns));
                while (all.Count % columns != 0) all.Add(new Image(first.Width, first.Height, first.Channels));
            }
        }
        return Grid(all, columns);
    }

    /// <summary>The name of a latent dimension: z₁ for the first.</summary>
    public static string Name(int dimension) => "z" + string.Concat($"{dimension + 1}".Select(c => (char)('₀' + (c - '0'))));

    private static int Magnification(Image image) => Math.Max(1, WantedSide / Math.Max(image.Width, image.Height));

    private static float At(int index, int count) => count == 1 ? 0 : (float)(Reach * (2.0 * index / (count - 1) - 1));
}
