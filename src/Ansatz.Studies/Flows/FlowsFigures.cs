using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary>The picture of one toy: the true density with its samples, and the density and the samples of each flow.</summary>
internal sealed class FlowsFigures
{
    private const int Size = 120, WindowCount = 10_000, SampleCount = 10_000;
    private const double Margin = 1.05, FullCount = 4;

    // The brightest colour is this quantile of the true density, because a few points near an edge or a corner can be far denser than the rest.
    private const double BrightestShare = 0.995;

    private readonly (double X1, double X2) center;
    private readonly double half, brightest;
    private readonly Tensor grid;
    private readonly Rng rng;
    private readonly List<string> names = ["truth"];
    private readonly List<Image> densities = [], samples = [];

    /// <param name="toy">The density.</param>
    /// <param name="rng">The stream of the samples.</param>
    public FlowsFigures(FlowToy toy, Rng rng)
    {
        this.rng = rng.Fork("samples");
        var drawn = toy.Sample(rng.Fork("window"), WindowCount).ToArray();
        double[] x1 = [.. drawn.Where((_, i) => i % 2 == 0)], x2 = [.. drawn.Where((_, i) => i % 2 == 1)];
        center = ((x1.Min() + x1.Max()) / 2, (x2.Min() + x2.Max()) / 2);
        half = Margin * Math.Max(x1.Max() - x1.Min(), x2.Max() - x2.Min()) / 2;
        var points = new float[2 * Size * Size];
        for (var row = 0; row < Size; row++)
            for (var column = 0; column < Size; column++)
            {
                points[2 * (Size * row + column)] = (float)(center.X1 + half * ((2 * column + 1.0) / Size - 1));
                points[2 * (Size * row + column) + 1] = (float)(center.X2 + half * (1 - (2 * row + 1.0) / Size));
            }
        grid = Tensor.From(points, [Size * Size, 2]);
        var truth = toy.LogDensities(grid);
        double[] ordered = [.. truth.Order()];
        brightest = Math.Exp(ordered[(int)(BrightestShare * (ordered.Length - 1))]);
        densities.Add(Density(truth));
        samples.Add(Cloud(Tensor.From(drawn, [WindowCount, 2])));
    }

    public void Add(string name, Flow flow, CancellationToken cancellation)
    {
        // Captions wrap at spaces.
        names.Add(name.Replace('-', ' '));
        densities.Add(Density(flow.Score(grid, cancellation: cancellation)));
        samples.Add(Cloud(flow.Sample(rng.Fork(name), SampleCount, cancellation: cancellation)));
    }

    public string ToSvg() => new ImageGrid([.. densities, .. samples], densities.Count) { RowCaptions = ["density", "samples"], ColumnCaptions = names }.ToSvg();

    private Image Density(double[] logarithms) => Painted(i => Math.Exp(logarithms[i]) / brightest);

    // How many samples fall into each pixel.
    private Image Cloud(Tensor points)
    {
        var counts = new int[Size * Size];
        var values = points.Span;
        for (var i = 0; i < values.Length; i += 2)
        {
            double column = Math.Floor(((values[i] - center.X1) / half + 1) * Size / 2), row = Math.Floor((1 - (values[i + 1] - center.X2) / half) * Size / 2);
            if (column is >= 0 and < Size && row is >= 0 and < Size) counts[Size * (int)row + (int)column]++;
        }
        return Painted(i => counts[i] / FullCount);
    }

    private static Image Painted(Func<int, double> value)
    {
        var image = new Image(Size, Size, 3);
        for (var i = 0; i < Size * Size; i++)
        {
            var brightness = value(i);
            var color = ColorScale.Viridis.At(double.IsNaN(brightness) ? 0 : brightness);
            (image.Pixels[3 * i], image.Pixels[3 * i + 1], image.Pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return image;
    }
}
