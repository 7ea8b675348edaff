using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Draws smooth shapes into an RGB image. Pixel (i, j) covers [i, i + 1] × [j, j + 1]; a shape covers it by ½ + (the shape's edge − the
/// distance of the pixel's centre), clamped to [0, 1], as if every edge crossed the pixel straight on.
/// </summary>
internal sealed class Canvas(Image image)
{
    /// <summary>A filled rectangle of whole pixels.</summary>
    public void Fill(int left, int top, int width, int height, Rgb color)
    {
        for (var y = top; y < top + height; y++)
            for (var x = left; x < left + width; x++) Blend(x, y, color, 1);
    }

    /// <summary>A filled disc.</summary>
    public void Disc(double x, double y, double radius, Rgb color, double opacity = 1) => Curve([(x, y), (x, y)], 2 * radius, color, _ => opacity);

    /// <summary>A line with round ends through points.</summary>
    /// <param name="opacity">That of the piece which ends at point i; where pieces meet, the greater.</param>
    public void Curve(ReadOnlySpan<(double X, double Y)> points, double width, Rgb color, Func<int, double> opacity)
    {
        var shares = new Dictionary<(int X, int Y), double>();
        for (var i = 1; i < points.Length; i++) Cover(points[i - 1], points[i], width, opacity(i), shares);
        foreach (var ((x, y), share) in shares) Blend(x, y, color, share);
    }

    /// <summary>A text of <see cref="StrokeFont"/>.</summary>
    /// <param name="anchor">Which part of the text is at <paramref name="x"/>: 0 its start, ½ its middle, 1 its end.</param>
    /// <param name="y">Its middle height.</param>
    public void Text(string text, double x, double y, double size, Rgb color, double anchor = 0.5)
    {
        var left = x - anchor * StrokeFont.Width(text, size);
        foreach (var stroke in StrokeFont.Strokes(text, size))
            Curve([.. stroke.Select(p => (left + p.X, y - size / 2 + p.Y))], size / 7, color, _ => 1);
    }

    private void Cover((double X, double Y) from, (double X, double Y) to, double width, double opacity, Dictionary<(int X, int Y), double> shares)
    {
        var reach = width / 2 + 1;
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var lengthSquared = dx * dx + dy * dy;
        var (left, right) = (Math.Max(0, (int)Math.Floor(Math.Min(from.X, to.X) - reach)), Math.Min(image.Width - 1, (int)Math.Ceiling(Math.Max(from.X, to.X) + reach)));
        var (top, bottom) = (Math.Max(0, (int)Math.Floor(Math.Min(from.Y, to.Y) - reach)), Math.Min(image.Height - 1, (int)Math.Ceiling(Math.Max(from.Y, to.Y) + reach)));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var (px, py) = (x + 0.5 - from.X, y + 0.5 - from.Y);
                var along = lengthSquared == 0 ? 0 : Math.Clamp((px * dx + py * dy) / lengthSquared, 0, 1);
                var (ex, ey) = (px - along * dx, py - along * dy);
                var share = opacity * Math.Clamp(0.5 + width / 2 - Math.Sqrt(ex * ex + ey * ey), 0, 1);
                if (share > shares.GetValueOrDefault((x, y))) shares[(x, y)] = share;
            }
        }
    }

    private void Blend(int x, int y, Rgb color, double share)
    {
        var pixel = image.Row(y).Slice(3 * x, 3);
        var mixed = Rgb.Mix(new Rgb(pixel[0], pixel[1], pixel[2]), color, share);
        (pixel[0], pixel[1], pixel[2]) = (mixed.R, mixed.G, mixed.B);
    }
}
