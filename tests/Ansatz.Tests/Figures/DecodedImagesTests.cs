using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Figures;
using Ansatz.Formats;
using Ansatz.Random;

namespace Ansatz.Tests.Figures;

public sealed class DecodedImagesTests
{
    private const int Magnification = 14;
    private static readonly VariationalAutoencoder Model = Trained(classCount: 0), Conditional = Trained(classCount: 3);

    [Fact]
    public void APlaneGrowsToTheRightAndUpwards()
    {
        var decoded = new DecodedImages(Model);
        var plane = decoded.Plane(side: 3, across: 1, up: 0).ToImage();
        Assert.Equal((3 * 4 * Magnification, 3 * 4 * Magnification), (plane.Width, plane.Height));
        Assert.Equal(decoded.Decode([0, 0])[0].Pixels.ToArray(), Shown(plane, 1, 1, gap: 0));
        Assert.Equal(decoded.Decode([3, 0])[0].Pixels.ToArray(), Shown(plane, 1, 0, gap: 0));
        Assert.Equal(decoded.Decode([-3, 3])[0].Pixels.ToArray(), Shown(plane, 2, 2, gap: 0));
    }

    [Fact]
    public void ATraversalChangesOneDimension()
    {
        var decoded = new DecodedImages(Conditional);
        var rows = decoded.Traversals([1, 0], ["second", "first"], columns: 5, label: 2);
        Assert.Equal(["−3", "−1.5", "0", "1.5", "3"], rows.ColumnCaptions);
        Assert.Equal(["second", "first"], rows.RowCaptions);
        Assert.Equal(decoded.Decode([0, 1.5f], [2])[0].Pixels.ToArray(), Shown(rows.ToImage(), 3, 0));
        Assert.Equal(decoded.Decode([-3, 0], [2])[0].Pixels.ToArray(), Shown(rows.ToImage(), 0, 1));
        Assert.NotEqual(decoded.Decode([0, 1.5f], [1])[0].Pixels.ToArray(), Shown(rows.ToImage(), 3, 0));
    }

    [Fact]
    public void SamplesAreThoseOfTheModel()
    {
        var expected = Dataset.FromTensor(Model.Sample(new Rng(5), 6)).ToImages();
        Assert.Equal(expected.Select(i => i.Pixels.ToArray()), new DecodedImages(Model).Sample(6, new Rng(5)).Select(i => i.Pixels.ToArray()));
        var grid = new DecodedImages(Model).Samples(6, columns: 4, new Rng(5)).ToImage();
        Assert.Equal(expected[5].Pixels.ToArray(), Shown(grid, 1, 1));
    }

    [Fact]
    public void AColumnOfClassesSharesItsLatentPoint()
    {
        var grid = new DecodedImages(Conditional).ByClass(classCount: 3, ["a", "b"], columns: 2, new Rng(5));
        Assert.Equal(["a", "b"], grid.RowCaptions);
        for (var label = 0; label < 3; label++)
        {
            var row = new DecodedImages(Conditional).Sample(2, new Rng(5), [label, label]);
            Assert.Equal(row[1].Pixels.ToArray(), Shown(grid.ToImage(), 1, label));
        }
        Assert.NotEqual(Shown(grid.ToImage(), 0, 0), Shown(grid.ToImage(), 0, 2));
    }

    [Theory]
    [InlineData(0, "z₁")]
    [InlineData(11, "z₁₂")]
    public void DimensionsHaveNames(int dimension, string name) => Assert.Equal(name, DecodedImages.Name(dimension));

    /// <summary>The image at a place of a grid, without magnification.</summary>
    private static byte[] Shown(Image grid, int column, int row, int gap = 4)
    {
        var pixels = new byte[16];
        for (var i = 0; i < 16; i++) pixels[i] = grid.Row(row * (4 * Magnification + gap) + i / 4 * Magnification)[3 * (column * (4 * Magnification + gap) + i % 4 * Magnification)];
        return pixels;
    }

    private static VariationalAutoencoder Trained(int classCount)
    {
        var model = new AutoencoderDesign { Height = 4, Width = 4, Network = ImageNetwork.Dense, Widths = [8], Latent = 2, Likelihood = Likelihood.Bernoulli, ClassCount = classCount }.Build();
        model.Initialize(new Rng(3));
        return model;
    }
}
