namespace Ansatz.Formats;

/// <summary>A colour: red, green and blue of sRGB, 0 to 255 each.</summary>
public readonly record struct Rgb(byte R, byte G, byte B)
{
    /// <summary>The colour of a hexadecimal number, for instance 0x0072B2.</summary>
    public static Rgb Of(int hex) => new((byte)(hex >> 16), (byte)(hex >> 8), (byte)hex);

    /// <summary>The colour between <paramref name="a"/> and <paramref name="b"/> at a share from 0 to 1.</summary>
    public static Rgb Mix(Rgb a, Rgb b, double share)
    {
        return new(Channel(a.R, b.R), Channel(a.G, b.G), Channel(a.B, b.B));

        byte Channel(byte from, byte to) => (byte)(from + (to - from) * share + 0.5);
    }

    /// <summary>As style sheets write it: <c>#0072b2</c>.</summary>
    public override string ToString() => $"#{R:x2}{G:x2}{B:x2}";
}
