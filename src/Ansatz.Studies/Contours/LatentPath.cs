namespace Ansatz.Studies.Contours;

/// <summary>Smooth closed-looking paths through a latent plane.</summary>
public static class LatentPath
{
    private const double Reach = 2;

    /// <summary>zᵢ(t) = 2 sin(fᵢ t + φᵢ) for t = 0, 1, …, with frequencies fᵢ ~ U(0.1, 0.2) and phases φᵢ ~ N(0, 1).</summary>
    /// <param name="rng">The stream of frequencies and phases.</param>
    public static (double X, double Y)[] Lissajous(Rng rng, int count)
    {
        double f1 = 0.1 + 0.1 * rng.NextUniform(), f2 = 0.1 + 0.1 * rng.NextUniform(), phase1 = rng.NextNormal(), phase2 = rng.NextNormal();
        var path = new (double, double)[count];
        for (var t = 0; t < count; t++) path[t] = (Reach * DoubleMath.Sin(f1 * t + phase1), Reach * DoubleMath.Sin(f2 * t + phase2));
        return path;
    }
}

/// <summary>
/// An animation along a path in a latent plane: at the left the plane, with encoded points, the trail of the last steps and the
/// point itself; at the right what the decoder makes of it.
/// <code>AnimatedPng.Write("path.png", new LatentAnimation(path, decoded) { Points = encoded }.Frames(), delayMilliseconds: 50);</code>
/// </summary>
/// <param name="path">The path, a point for each frame.</param>
/// <param name="decoded">The image of each of its points.</param>
public sealed class LatentAnimation(IReadOnlyList<(double X, double Y)> path, IReadOnlyList<Image> decoded)
{
    private const int Side = 360, Margin = 16, Left = 56, Bottom = 44, TrailLength = 40;
    private const double TextSize = 9;
    private const int MostTicks = 6;
    private static readonly Rgb Ink = Rgb.Of(0x1A1A1A), Text = Rgb.Of(0x555555), Grid = Rgb.Of(0xE9E9E9), Frame = Rgb.Of(0x888888), White = Rgb.Of(0xFFFFFF);

    /// <summary>Points in the background, for instance the encoded images.</summary>
    public IReadOnlyList<(double X, double Y)> Points { get; init; } = [];

    /// <summary>The colours of <see cref="Points"/>; gray where there are none.</summary>
    public IReadOnlyList<Rgb> Colors { get; init; } = [];

    /// <summary>The frames, one a point of the path, drawn as they are asked for.</summary>
    public IEnumerable<Image> Frames()
    {
        if (path.Count == 0 || decoded.Count != path.Count) throw new ArgumentException($"LatentAnimation: {path.Count} points and {decoded.Count} images; expected as many, at least one.");
        if (Colors.Count != 0 && Colors.Count != Points.Count) throw new ArgumentException($"LatentAnimation: {Points.Count} points and {Colors.Count} colours; expected as many, or none.");
        var (x, y) = Scales();
        var background = Background(x, y);
        for (var step = 0; step < path.Count; step++) yield return Draw(background, step, x, y);
    }

    /// <summary>Equal scales on both axes, so that the plane is not distorted.</summary>
    private (PixelScale X, PixelScale Y) Scales()
    {
        var (x, y) = (Extent.Of(Points.Concat(path).Select(p => p.X)), Extent.Of(Points.Concat(path).Select(p => p.Y)));
        var half = 0.53 * Math.Max(Math.Max(x.Length, y.Length), 1e-6);
        var (centerX, centerY) = ((x.Min + x.Max) / 2, (y.Min + y.Max) / 2);
        return (new PixelScale(new(centerX - half, centerX + half), Left, Left + Side), new PixelScale(new(centerY - half, centerY + half), Margin + Side, Margin));
    }

    private Image Background(PixelScale x, PixelScale y)
    {
        var image = new Image(Left + Side + 2 * Margin + Side + Margin, Margin + Side + Bottom, 3);
        image.Pixels.Fill(255);
        var canvas = new Canvas(image);
        var step = Ticks.Dividing(x.Domain.Length, MostTicks);
        foreach (var tick in step.Within(x.Domain))
        {
            canvas.Fill((int)x.At(tick.Value), Margin, 1, Side, Grid);
            canvas.Text(tick.Label, x.At(tick.Value), Margin + Side + 13, TextSize, Text);
        }
        foreach (var tick in step.Within(y.Domain))
        {
            canvas.Fill(Left, (int)y.At(tick.Value), Side, 1, Grid);
            canvas.Text(tick.Label, Left - 7, y.At(tick.Value), TextSize, Text, anchor: 1);
        }
        canvas.Fill(Left, Margin + Side, Side, 1, Frame);
        canvas.Text("z₁", Left + Side / 2, Margin + Side + 32, TextSize + 2, Ink);
        canvas.Text("z₂", Margin - 4, Margin + Side / 2, TextSize + 2, Ink, anchor: 0);
        for (var i = 0; i < Points.Count; i++)
            if (double.IsFinite(Points[i].X) && double.IsFinite(Points[i].Y))
                canvas.Disc(x.At(Points[i].X), y.At(Points[i].Y), 2.2, Colors.Count == 0 ? Frame : Colors[i], 0.55);
        return image;
    }

    private Image Draw(Image background, int step, PixelScale x, PixelScale y)
    {
        var frame = new Image(background.Width, background.Height, 3, background.Pixels);
        var canvas = new Canvas(frame);
        var first = Math.Max(0, step - TrailLength);
        var trail = path.Skip(first).Take(step - first + 1).Select(p => (x.At(p.X), y.At(p.Y))).ToArray();
        canvas.Curve(trail, 2.2, Ink, i => 0.8 * (1 - (double)(trail.Length - 1 - i) / TrailLength));
        canvas.Disc(x.At(path[step].X), y.At(path[step].Y), 8, White);
        canvas.Disc(x.At(path[step].X), y.At(path[step].Y), 6, Palette.Of(1, 2));
        var picture = decoded[step];
        var magnification = Math.Max(1, Side / Math.Max(picture.Width, picture.Height));
        frame.Place(picture, Left + Side + 2 * Margin + (Side - picture.Width * magnification) / 2, Margin + (Side - picture.Height * magnification) / 2, magnification);
        return frame;
    }
}
