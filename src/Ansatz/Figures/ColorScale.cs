using Ansatz.Formats;

namespace Ansatz.Figures;

/// <summary>A colour for every number in [0, 1], linear between equally spaced colours; numbers outside are clamped, or taken modulo 1 if it is cyclic.</summary>
public sealed class ColorScale
{
    private readonly Rgb[] colors;

    private ColorScale(bool isCyclic, params int[] hex) => (IsCyclic, colors) = (isCyclic, [.. hex.Select(Rgb.Of)]);

    /// <summary>For magnitudes: dark blue over green to yellow, perceptually uniform. Source: Smith and van der Walt, 2015 (every 16th of its 256 colours).</summary>
    public static ColorScale Viridis { get; } = new(false,
        0x440154, 0x48186A, 0x472D7B, 0x424086, 0x3B528B, 0x33638D, 0x2C728E, 0x26818E, 0x21908C,
        0x1F9F88, 0x28AE80, 0x3EBC74, 0x5DC963, 0x82D34C, 0xABDC32, 0xD5E21A, 0xFDE725);

    /// <summary>
    /// For angles: the hues at nearly equal lightness, red at 0, by a loop in Ottosson's OKLab (2020):
    /// L = 0.66 − 0.08 cos 2πv + 0.04 sin 2πv, a = 0.15 cos 2πv, b = 0.14 sin 2πv, clipped to sRGB.
    /// The lightness rises with green, so that eyes which confuse it with red still tell the two apart.
    /// </summary>
    public static ColorScale HueCircle { get; } = new(true,
        0xBE4D77, 0xC65263, 0xCD5B4E, 0xD0683A, 0xCF7724, 0xCA880E, 0xC09910, 0xB0A92A, 0x9BB746, 0x7FC162, 0x5AC87D, 0x21CA97,
        0x00C9AE, 0x00C3C2, 0x00B9D1, 0x00ADDC, 0x199EE0, 0x4A8FE0, 0x667FDA, 0x7B71D0, 0x8C64C2, 0x9B5AB1, 0xA8529E, 0xB34E8B);

    public bool IsCyclic { get; }

    /// <summary>The colour of a number.</summary>
    public Rgb At(double value)
    {
        var intervals = IsCyclic ? colors.Length : colors.Length - 1;
        var position = intervals * (IsCyclic ? value - Math.Floor(value) : Math.Clamp(value, 0, 1));
        var index = Math.Min((int)position, intervals - 1);
        return Rgb.Mix(colors[index], colors[(index + 1) % colors.Length], position - index);
    }
}
