using Ansatz.Studies.Settings;

namespace Ansatz.Explorer.Panels.Plane;

/// <summary>The codes of the images that judged the run, with the colours of their labels and factors.</summary>
internal static class EncodedImages
{
    private const int MostImages = 2000, LegendStops = 25;

    /// <summary>What the page shows. A run whose images are gone has no codes, and a note says why.</summary>
    public static PlaneDocument Of(LatentModel model)
    {
        try
        {
            var (all, names) = model.Run.Images(null, null, new SilentConsole("", CancellationToken.None));
            var images = all.Slice(0, Math.Min(MostImages, all.Count));
            var codes = model.Encode(images);
            Coloring[] colorings = [.. model.Run.OwnFactors().Select(f => ByFactor(f, images.Count)), .. images.Labels() is { } labels ? new[] { ByLabel(labels, names) } : []];
            return Document(model, codes, colorings, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException or UsageException)
        {
            return Document(model, [], [], $"The run's images cannot be read: {e.Message}");
        }
    }

    private static PlaneDocument Document(LatentModel model, float[] codes, IReadOnlyList<Coloring> colorings, string? note) =>
        new(model.Height, model.Width, model.Channels, model.Dimension, Order(codes, model.Dimension), model.ClassNames, codes, colorings, note);

    // A dimension that the model does not use has nearly the same code for all images. A plane keeps its own order.
    private static int[] Order(float[] codes, int dimension)
    {
        if (dimension <= 2) return [.. Enumerable.Range(0, dimension)];
        var variances = new double[dimension];
        for (var j = 0; j < dimension; j++)
        {
            double sum = 0, square = 0, count = codes.Length / dimension;
            for (var i = j; i < codes.Length; i += dimension)
            {
                sum += codes[i];
                square += (double)codes[i] * codes[i];
            }
            variances[j] = count == 0 ? 0 : square / count - sum / count * (sum / count);
        }
        return [.. Enumerable.Range(0, dimension).OrderByDescending(j => variances[j])];
    }

    private static Coloring ByLabel(int[] labels, IReadOnlyList<string> names)
    {
        var count = Math.Max(names.Count, labels.Max() + 1);
        return new Coloring("class", [.. labels.Select(l => Hex(Palette.Of(l, count)))], false,
            [.. Enumerable.Range(0, count).Select(l => new KeyEntry(l < names.Count ? names[l] : $"{l}", Hex(Palette.Of(l, count))))]);
    }

    private static Coloring ByFactor(ImageFactor factor, int count)
    {
        double low = factor.IsAngle ? 0 : factor.Values.Take(count).Min(), high = factor.IsAngle ? Math.Tau : factor.Values.Take(count).Max();
        var scale = factor.IsAngle ? ColorScale.HueCircle : ColorScale.Viridis;
        double Share(double value) => high > low ? (value - low) / (high - low) : 0;
        return new Coloring(factor.Name, [.. factor.Values.Take(count).Select(v => Hex(scale.At(Share(v))))], true,
            [.. Enumerable.Range(0, LegendStops).Select(i => low + (high - low) * i / (LegendStops - 1)).Select(v => new KeyEntry(factor.IsAngle && v == high ? "2π" : FormattableString.Invariant($"{v:0.##}"), Hex(scale.At(Share(v)))))]);
    }

    private static string Hex(Rgb color) => $"#{color.R:x2}{color.G:x2}{color.B:x2}";
}
