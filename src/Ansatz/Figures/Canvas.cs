using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>
/// Draws smooth shapes into an RGB image. Pixel (i, j) covers [i, i + 1] × [j, j + 1]; a shape covers it by ½ + (the shape's edge − the
/// distance of the pixel's centre), clamped to [0, 1], as if every edge crossed the pixel straight on.
/// </summary>
internal sealed class Canvas(Image image)
{
    private const int LinesPerRow = 5;

    /// <summary>The pixels that may change; all of them unless set.</summary>
    public PixelWindow Clip { get; set; } = new(0, 0, image.Width, image.Height);

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

    /// <summary>Lines with round ends, as one shape: where they cross, nothing is darker.</summary>
    public void Curves(IReadOnlyList<(double X, double Y)[]> lines, double width, Rgb color, double opacity)
    {
        var shares = new Dictionary<(int X, int Y), double>();
        foreach (var line in lines)
            for (var i = 1; i < line.Length; i++) Cover(line[i - 1], line[i], width, opacity, shares);
        foreach (var ((x, y), share) in shares) Blend(x, y, color, share);
    }

    /// <summary>A filled shape. A pixel is covered by the mean, over five lines through it, of the part of the line within the shape.</summary>
    /// <param name="rings">Closed lines; the last corner is joined to the first.</param>
    /// <param name="isEvenOdd">Whether a ring within a ring is a hole whatever its direction.</param>
    public void Polygon(IReadOnlyList<(double X, double Y)[]> rings, bool isEvenOdd, Rgb color, double opacity)
    {
        var crossings = new List<(double X, int Turn)>[(Clip.Bottom - Clip.Top) * LinesPerRow];
        foreach (var ring in rings)
            for (var i = 0; i < ring.Length; i++) Cross(ring[i], ring[(i + 1) % ring.Length], crossings);
        var covered = new double[image.Width];
        for (var y = Clip.Top; y < Clip.Bottom; y++)
        {
            covered.AsSpan().Clear();
            var isTouched = false;
            for (var line = (y - Clip.Top) * LinesPerRow; line < (y - Clip.Top + 1) * LinesPerRow; line++)
            {
                if (crossings[line] is not { } found) continue;
                isTouched = true;
                found.Sort((a, b) => a.X.CompareTo(b.X));
                var winding = 0;
                for (var i = 0; i < found.Count - 1; i++)
                {
                    winding += found[i].Turn;
                    if (isEvenOdd ? i % 2 == 0 : winding != 0) CoverLine(found[i].X, found[i + 1].X, covered);
                }
            }
            for (var x = Clip.Left; isTouched && x < Clip.Right; x++)
                if (covered[x] > 0) Blend(x, y, color, opacity * Math.Min(1, covered[x]));
        }
    }

    /// <summary>A picture stretched over a rectangle; each pixel takes the nearest colour.</summary>
    public void Picture(Image picture, (double X, double Y) from, (double X, double Y) to)
    {
        var window = Clip.Within(from, to);
        for (var y = window.Top; y < window.Bottom; y++)
            for (var x = window.Left; x < window.Right; x++)
            {
                int column = (int)Math.Floor((x + 0.5 - from.X) / (to.X - from.X) * picture.Width), row = (int)Math.Floor((y + 0.5 - from.Y) / (to.Y - from.Y) * picture.Height);
                if (column < 0 || row < 0 || column >= picture.Width || row >= picture.Height) continue;
                picture.Row(row).Slice(3 * column, 3).CopyTo(image.Row(y)[(3 * x)..]);
            }
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
        var (left, right) = (Math.Max(Clip.Left, (int)Math.Floor(Math.Min(from.X, to.X) - reach)), Math.Min(Clip.Right - 1, (int)Math.Ceiling(Math.Max(from.X, to.X) + reach)));
        var (top, bottom) = (Math.Max(Clip.Top, (int)Math.Floor(Math.Min(from.Y, to.Y) - reach)), Math.Min(Clip.Bottom - 1, (int)Math.Ceiling(Math.Max(from.Y, to.Y) + reach)));
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

    // Where an edge crosses the lines of the window, and whether it goes down or up.
    private void Cross((double X, double Y) from, (double X, double Y) to, List<(double X, int Turn)>[] crossings)
    {
        if (from.Y == to.Y) return;
        var (upper, lower, turn) = from.Y < to.Y ? (from, to, 1) : (to, from, -1);
        var first = Math.Max(0, (int)Math.Ceiling((upper.Y - Clip.Top) * LinesPerRow - 0.5));
        var last = Math.Min(crossings.Length - 1, (int)Math.Ceiling((lower.Y - Clip.Top) * LinesPerRow - 0.5) - 1);
        for (var line = first; line <= last; line++)
        {
            var y = Clip.Top + (line + 0.5) / LinesPerRow;
            (crossings[line] ??= []).Add((upper.X + (y - upper.Y) / (lower.Y - upper.Y) * (lower.X - upper.X), turn));
        }
    }

    private void CoverLine(double from, double to, double[] covered)
    {
        (from, to) = (Math.Max(from, Clip.Left), Math.Min(to, Clip.Right));
        for (var x = (int)Math.Floor(from); x < to; x++)
            covered[x] += Math.Max(0, Math.Min(to, x + 1) - Math.Max(from, x)) / LinesPerRow;
    }

    private void Blend(int x, int y, Rgb color, double share)
    {
        var pixel = image.Row(y).Slice(3 * x, 3);
        var mixed = Rgb.Mix(new Rgb(pixel[0], pixel[1], pixel[2]), color, share);
        (pixel[0], pixel[1], pixel[2]) = (mixed.R, mixed.G, mixed.B);
    }
}

/// <summary>A rectangle of pixels: from Left and Top, up to Right and Bottom, which are not part of it.</summary>
internal readonly record struct PixelWindow(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The part within another rectangle, whose corners need not be whole.</summary>
    public PixelWindow Within((double X, double Y) from, (double X, double Y) to)
    {
        int left = Math.Max(Left, (int)Math.Round(from.X)), top = Math.Max(Top, (int)Math.Round(from.Y));
        return new(left, top, Math.Max(left, Math.Min(Right, (int)Math.Round(to.X))), Math.Max(top, Math.Min(Bottom, (int)Math.Round(to.Y))));
    }
}
