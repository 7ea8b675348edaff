using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Colours that tell categories apart, also for colour-blind eyes and on white.</summary>
public static class Palette
{
    // Okabe and Ito, "Color Universal Design", 2008; black and the pale yellow are left out.
    private static readonly Rgb[] Few = [.. ((int[])[0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9]).Select(Rgb.Of)];

    // Tol, "Colour schemes", 2021: the nine of “muted” and the orange of “vibrant”, in an order that sets neighbours apart. None is gray: thousands of points may overlap.
    private static readonly Rgb[] Many = [.. ((int[])[0x332288, 0xDDCC77, 0xCC6677, 0x88CCEE, 0x117733, 0xAA4499, 0xEE7733, 0x44AA99, 0x882255, 0x999933]).Select(Rgb.Of)];

    /// <summary>The colour of category <paramref name="index"/> of <paramref name="count"/>; more than ten repeat.</summary>
    public static Rgb Of(int index, int count) => count <= Few.Length ? Few[index] : Many[index % Many.Length];
}
