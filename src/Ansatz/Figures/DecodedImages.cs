using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>
/// Pictures of what an autoencoder of images decodes: draws from its prior, a plane of latent points, a row for each latent dimension, a row for each class.
/// Every image is the decoder's mean E[x|z]. Large images are decoded in pieces and are reduced to the size of the grid, so that hundreds of them fit the memory.
/// <code>Png.Write("plane.png", new DecodedImages(model).Plane(side: 15, across: 0, up: 1).ToImage());</code>
/// </summary>
/// <param name="model">Decodes [height, width, channels] from a latent vector.</param>
public sealed class DecodedImages(IAutoencoder model)
{
    private const double Reach = 3;

    /// <summary>Up to this number of pixel values, and of images, are decoded at once.</summary>
    private const int ValuesPerPiece = 1 << 24, ImagesPerPiece = 1024;

    private readonly int dimension = model.LatentShape.Size;

    /// <summary>The decoded images in their full size.</summary>
    /// <param name="points">Latent points, [n, latent].</param>
    /// <param name="labels">[n] classes if the model is conditional, else null.</param>
    public Image[] Decode(ReadOnlySpan<float> points, int[]? labels = null) => Decode(points, labels, piece => piece);

    /// <summary>Decoded draws from the prior in their full size.</summary>
    /// <param name="count">1 or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="labels">[count] classes if the model is conditional, else null.</param>
    public Image[] Sample(int count, Rng rng, int[]? labels = null) => Decode(Draws(count, rng, labels), labels);

    /// <summary>A grid of decoded draws from the prior.</summary>
    /// <param name="count">1 or more.</param>
    /// <param name="columns">Images per row.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="labels">[count] classes if the model is conditional, else null.</param>
    public ImageGrid Samples(int count, int columns, Rng rng, int[]? labels = null) => ImageGrid.Fitted(DecodeFitted(Draws(count, rng, labels), count, labels), columns);

    /// <summary>The images of two latent dimensions over [−3, 3]², while the other dimensions are 0. One grows to the right, the other upwards.</summary>
    /// <param name="side">Images per row and per column.</param>
    /// <param name="across">The dimension that grows to the right, from 0 on.</param>
    /// <param name="up">The dimension that grows upwards.</param>
    /// <param name="label">The class of all images if the model is conditional, else null.</param>
    public ImageGrid Plane(int side, int across, int up, int? label = null)
    {
        var points = new float[side * side * dimension];
        for (var i = 0; i < side * side; i++)
        {
            points[i * dimension + across] = At(i % side, side);
            points[i * dimension + up] = -At(i / side, side);
        }
        return ImageGrid.Fitted(DecodeFitted(points, side * side, Repeated(label, side * side)), side, gap: 0);
    }

    /// <summary>A row for each given latent dimension, which grows from −3 to 3 while the other dimensions are 0.</summary>
    /// <param name="dimensions">From the top, counted from 0 on.</param>
    /// <param name="captions">What stands beside each row.</param>
    /// <param name="columns">Images per row.</param>
    /// <param name="label">The class of all images if the model is conditional, else null.</param>
    public ImageGrid Traversals(IReadOnlyList<int> dimensions, IReadOnlyList<string> captions, int columns, int? label = null)
    {
        var count = dimensions.Count * columns;
        var points = new float[count * dimension];
        for (var i = 0; i < count; i++) points[i * dimension + dimensions[i / columns]] = At(i % columns, columns);
        return ImageGrid.Fitted(DecodeFitted(points, count, Repeated(label, count)), columns,
            rowCaptions: captions, columnCaptions: [.. Enumerable.Range(0, columns).Select(c => FormattableString.Invariant($"{At(c, columns):0.#}").Replace('-', '−'))]);
    }

    /// <summary>A row of draws for each class of a conditional model. All images of a column have the same latent point.</summary>
    /// <param name="classCount">How many classes the model knows.</param>
    /// <param name="names">What stands beside the rows, from class 0 on; there may be fewer.</param>
    /// <param name="columns">Images per row.</param>
    /// <param name="rng">The stream of the draws.</param>
    public ImageGrid ByClass(int classCount, IReadOnlyList<string> names, int columns, Rng rng)
    {
        var z = Draws(columns, rng, null);
        var images = Enumerable.Range(0, classCount).SelectMany(label => DecodeFitted(z, columns * classCount, Repeated(label, columns))).ToArray();
        return ImageGrid.Fitted(images, columns, rowCaptions: names);
    }

    /// <summary>The name of a latent dimension: z₁ for dimension 0.</summary>
    public static string Name(int dimension) => "z" + string.Concat($"{dimension + 1}".Select(c => (char)('₀' + (c - '0'))));

    private float[] Draws(int count, Rng rng, int[]? labels)
    {
        var prior = model.Prior.Given(Context.Of(labels));
        return prior.Sample(rng, prior.BatchShape.Rank == 0 ? [count] : []).ToArray();
    }

    private List<Image> DecodeFitted(ReadOnlySpan<float> points, int shownCount, int[]? labels) => [.. Decode(points, labels, piece => FittedImages.Of(piece, shownCount))];

    private Image[] Decode(ReadOnlySpan<float> points, int[]? labels, Func<Image[], IReadOnlyList<Image>> finish)
    {
        var count = points.Length / dimension;
        if (count == 0) return [];
        var rows = Math.Clamp(ValuesPerPiece / Means(points[..dimension], labels?[..1]).ExampleShape.Size, 1, ImagesPerPiece);
        var images = new List<Image>(count);
        for (var start = 0; start < count; start += rows)
        {
            var end = Math.Min(start + rows, count);
            images.AddRange(finish(Means(points[(start * dimension)..(end * dimension)], labels?[start..end]).ToImages()));
        }
        return [.. images];
    }

    private Dataset Means(ReadOnlySpan<float> points, int[]? labels) => Dataset.FromTensor(model.Decode(Tensor.From(points, [points.Length / dimension, dimension]), labels));

    private static int[]? Repeated(int? label, int count) => label is { } one ? [.. Enumerable.Repeat(one, count)] : null;

    private static float At(int index, int count) => count == 1 ? 0 : (float)(Reach * (2.0 * index / (count - 1) - 1));
}
