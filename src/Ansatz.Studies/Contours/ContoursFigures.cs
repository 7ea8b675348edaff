namespace Ansatz.Studies.Contours;

/// <summary>The pictures of the contour study, each written to one file.</summary>
internal sealed class ContoursFigures(VariationalAutoencoder model, ContoursData data, ContoursEvaluation evaluation, IReadOnlyList<EpochRecord> history, Rng rng)
{
    public const int MostScattered = 1000;
    private const int FrameCount = 200, FrameMilliseconds = 50, Magnification = 4;

    private int ScatteredCount => Math.Min(MostScattered, data.Validation.Count);

    public void Write(string folder)
    {
        Png.Write(Path.Combine(folder, "examples.png"), Grid(First(data.Training, 24), columns: 8));
        File.WriteAllText(Path.Combine(folder, "loss.svg"), Loss());
        File.WriteAllText(Path.Combine(folder, "latent.svg"), new ChartPanels(
            [Plane("Coloured by θ", data.Theta, ColorScale.HueCircle, new Axis("θ") { Min = 0, Max = Math.Tau, Ticks = Tick.QuarterTurns })],
            [Plane("Coloured by a", data.A, ColorScale.Viridis, new Axis("a"))]).ToSvg());
        Png.Write(Path.Combine(folder, "reconstructions.png"), Grid([.. First(data.Validation, 4), .. First(evaluation.Reconstructions, 4)], columns: 4));
        Png.Write(Path.Combine(folder, "samples.png"), Grid(First(evaluation.Samples, 6), columns: 6));
        AnimatedPng.Write(Path.Combine(folder, "interpolation.png"), Animation().Frames(), FrameMilliseconds);
    }

    private static Image[] First(Dataset images, int count) => images.Slice(0, Math.Min(count, images.Count)).ToImages();

    private static Image Grid(IReadOnlyList<Image> images, int columns) => Draw.Pictures(new ImageGrid(images, columns) { Magnification = Magnification });

    /// <summary>The objective at the left; its two parts, on the validation images, at the right.</summary>
    private string Loss()
    {
        Chart Panel(string title, params Mark[] marks) => Draw.Epochs(title, 320, 290, marks);
        return new ChartPanels(
            [Panel("Objective", Draw.ByEpoch("training", history, r => r.Train["total"]), Draw.ByEpoch("validation", history, r => r.Validation!["total"]))],
            [Panel("Validation cross-entropy", Draw.ByEpoch(null, history, r => r.Validation!["reconstruction"]))],
            [Panel("Validation KL, unweighted", Draw.ByEpoch(null, history, r => EvidenceLowerBound.DivergenceIn(r.Validation!)))]).ToSvg();
    }

    private Chart Plane(string title, Func<int, float> factor, ColorScale colors, Axis valueAxis) => Draw.Plane(title, new Axis("z₁"), new Axis("z₂"), 480, 420, new Scatter(null, Coordinates(0), Coordinates(1))
    {
        Values = [.. Enumerable.Range(0, ScatteredCount).Select(i => (double)factor(i))],
        Colors = colors,
        ValueAxis = valueAxis,
    });

    private LatentAnimation Animation()
    {
        var path = LatentPath.Lissajous(rng, FrameCount);
        var decoded = Dataset.FromTensor(model.Decode(Tensor.From([.. path.SelectMany(p => new[] { (float)p.X, (float)p.Y })], [path.Length, 2])));
        return new LatentAnimation(path, decoded.ToImages())
        {
            Points = [.. Coordinates(0).Zip(Coordinates(1))],
            Colors = [.. Enumerable.Range(0, ScatteredCount).Select(i => ColorScale.HueCircle.At(data.Theta(i) / Math.Tau))],
        };
    }

    private double[] Coordinates(int axis) => [.. Enumerable.Range(0, ScatteredCount).Select(i => (double)evaluation.ValidationMeans[2 * i + axis])];
}
