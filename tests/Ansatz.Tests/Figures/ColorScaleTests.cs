using Ansatz.Figures;
using Ansatz.Formats;

namespace Ansatz.Tests.Figures;

public sealed class ColorScaleTests
{
    [Fact]
    public void ViridisRisesInLightness()
    {
        Assert.Equal(Rgb.Of(0x440154), ColorScale.Viridis.At(0));
        Assert.Equal(Rgb.Of(0x21908C), ColorScale.Viridis.At(0.5));
        Assert.Equal(Rgb.Of(0xFDE725), ColorScale.Viridis.At(7));
        var lightness = Enumerable.Range(0, 101).Select(i => Lab(ColorScale.Viridis.At(i / 100.0)).L).ToArray();
        Assert.True(lightness.Zip(lightness.Skip(1)).All(p => p.Second > p.First));
    }

    [Fact]
    public void TheHueCircleIsTheStatedLoop()
    {
        for (var i = 0; i < 24; i++)
        {
            var h = 2 * Math.PI * i / 24;
            var (l, a, b) = Lab(ColorScale.HueCircle.At(i / 24.0));
            // Clipping to sRGB moves the greenest and bluest of them a little.
            Assert.Equal(0.66 - 0.08 * Math.Cos(h) + 0.04 * Math.Sin(h), l, 0.02);
            Assert.Equal(0.15 * Math.Cos(h), a, 0.035);
            Assert.Equal(0.14 * Math.Sin(h), b, 0.035);
        }
        Assert.Equal(ColorScale.HueCircle.At(0), ColorScale.HueCircle.At(1));
        Assert.Equal(ColorScale.HueCircle.At(0.25), ColorScale.HueCircle.At(-0.75));
    }

    [Fact]
    public void TheHueCircleMovesEvenly()
    {
        var lab = Enumerable.Range(0, 25).Select(i => Lab(ColorScale.HueCircle.At(i / 24.0))).ToArray();
        var steps = lab.Zip(lab.Skip(1)).Select(p => Math.Sqrt(Math.Pow(p.First.L - p.Second.L, 2) + Math.Pow(p.First.A - p.Second.A, 2) + Math.Pow(p.First.B - p.Second.B, 2))).ToArray();
        Assert.InRange(steps.Max() / steps.Min(), 1, 2.5);
    }

    [Fact]
    public void PaletteColoursDiffer()
    {
        Assert.Equal(6, Enumerable.Range(0, 6).Select(i => Palette.Of(i, 6)).Distinct().Count());
        Assert.Equal(10, Enumerable.Range(0, 10).Select(i => Palette.Of(i, 10)).Distinct().Count());
        Assert.Equal(Palette.Of(1, 12), Palette.Of(11, 12));
    }

    /// <summary>OKLab of an sRGB colour (Ottosson, 2020).</summary>
    private static (double L, double A, double B) Lab(Rgb color)
    {
        double Linear(byte v) => v <= 10 ? v / 255.0 / 12.92 : Math.Pow((v / 255.0 + 0.055) / 1.055, 2.4);
        var (r, g, b) = (Linear(color.R), Linear(color.G), Linear(color.B));
        var l = Math.Cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
        var m = Math.Cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
        var s = Math.Cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
        return (0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s, 1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s, 0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s);
    }
}
