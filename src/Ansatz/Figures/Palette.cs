using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>Colours that tell categories apart, also for colour-blind eyes and on white.</summary>
public static class Palette
{
    // Okabe and Ito, "Color Universal Design", 2008; black and the pale yellow are left out.
    private static readonly Rgb[] Few = [.. ((int[])[0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9]).Select(Rgb.Of)];

    // Petroff, "Accessible color sequences for data visualization", 2021, ten colours.
    private static readonly Rgb[] Many = [.. ((int[])[0x3F90DA, 0xFFA90E, 0xBD1F01, 0x94A4A2, 0x832DB6, 0xA96B59, 0xE76300, 0xB9AC70, 0x717581, 0x92DADD]).Select(Rgb.Of)];

    /// <summary>The colour of category <paramref name="index"/> of <paramref name="count"/>; more than ten repeat.</summary>
    public static Rgb Of(int index, int count) => count <= Few.Length ? Few[index] : Many[index % Many.Length];
}
