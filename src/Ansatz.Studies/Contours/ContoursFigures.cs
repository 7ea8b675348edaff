namespace Ansatz.Studies.Contours;

/// <summary>The pictures of the contour study, each written to one file.</summary>
internal sealed class ContoursFigures(VariationalAutoencoder model, ContoursData data, ContoursEvaluation evaluation, IReadOnlyList<EpochRecord> history, Rng rng)
{
    public const int MostScattered = 1000;
    private const int FrameCount = 200, FrameMilliseconds = 50, Magnification = 4;

    private int ScatteredCount => Math.Min(MostScattered, data.Validation.Count);

    public void Write(string folder)
    {
        Png.Write(Path.Combine(folder, "examples.png"), Grid(Pictures(data.Training, 24), columns: 8));
        File.WriteAllText(Path.Combine(folder, "loss.svg"), Loss());
        File.WriteAllText(Path.Combine(folder, "latent.svg"), new ChartPanels(
            [Plane("Coloured by θ", data.Theta, ColorScale.HueCircle, new Axis("θ") { Min = 0, Max = Math.Tau, Ticks = Tick.QuarterTurns })],
            [Plane("Coloured by a", data.A, ColorScale.Viridis, new Axis("a"))]).ToSvg());
        Png.Write(Path.Combine(folder, "reconstructions.png"), Grid([.. Pictures(data.Validation, 4), .. Pictures(evaluation.Reconstructions, 4)], columns: 4));
        Png.Write(Path.Combine(folder, "samples.png"), Grid(Pictures(evaluation.Samples, 6), columns: 6));
        AnimatedPng.Write(Path.Combine(folder, "interpolation.png"), Animation().Frames(), FrameMilliseconds);
    }

    private static Image Grid(IReadOnlyList<Image> images, int columns) => new ImageGrid(images, columns) { Magnification = Magnification }.ToImage();

    private static Image[] Pictures(Dataset images, int count)
    {
        var pictures = new Image[Math.Min(count, images.Count)];
        var values = new float[FlowContours.ImageLength];
        for (var i = 0; i < pictures.Length; i++)
        {
            images.CopyTo(i, values);
            pictures[i] = new Image(FlowContours.Size, FlowContours.Size, 3, values);
        }
        return pictures;
    }

    /// <summary>The objective at the left; its two parts, on the validation images, at the right.</summary>
    private string Loss()
    {
        double[] epochs = [.. history.Select(r => (double)r.Epoch)];
        double[] Of(Func<EpochRecord, double> value) => [.. history.Select(value)];
        var epoch = new Axis("epoch") { IsInteger = true };
        Chart Panel(string title, params Mark[] marks) => new() { Title = title, X = epoch, Y = new Axis("nats an image"), Marks = marks, Width = 320, Height = 290 };
        return new ChartPanels(
            [Panel("Objective",
                new Line("training", epochs, Of(r => r.Train["total"])) { HasDots = true },
                new Line("validation", epochs, Of(r => r.Validation!["total"])) { HasDots = true })],
            [Panel("Validation cross-entropy", new Line(null, epochs, Of(r => r.Validation!["reconstruction"])) { HasDots = true })],
            [Panel("Validation KL, unweighted", new Line(null, epochs, Of(r => r.Validation!["kl"])) { HasDots = true })]).ToSvg();
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
        return new LatentAnimation(path, Pictures(decoded, FrameCount))
        {
            Points = [.. Coordinates(0).Zip(Coordinates(1))],
            Colors = [.. Enumerable.Range(0, ScatteredCount).Select(i => ColorScale.HueCircle.At(data.Theta(i) / Math.Tau))],
        };
    }

    private double[] Coordinates(int axis) => [.. Enumerable.Range(0, ScatteredCount).Select(i => (double)evaluation.ValidationMeans[2 * i + axis])];
}
