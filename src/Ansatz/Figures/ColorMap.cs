namespace Ansatz.Figures;

/// <summary>A table of 256 colours for values in [0, 1]: value v takes entry ⌊256 v⌋.</summary>
public sealed class ColorMap
{
    /// <summary>The number of colours in a map.</summary>
    public const int Count = 256;

    private readonly byte[] table;

    /// <param name="table">The colours in ascending order, red, green and blue a byte each: [256·3].</param>
    public ColorMap(ReadOnlySpan<byte> table)
    {
        if (table.Length != 3 * Count)
            throw new ArgumentException($"ColorMap: the table has {table.Length} bytes, expected {3 * Count}: red, green and blue of {Count} colours.", nameof(table));
        this.table = table.ToArray();
    }

    /// <summary>
    /// Black through red, orange and yellow to white. Entry i is the colour of v = i/255: red rises linearly from 0.0416 to 1 at v = 0.365079,
    /// green from 0 there to 1 at 0.746032, blue from 0 there to 1 at 1; each is truncated to a byte. The colours of matplotlib's "hot".
    /// </summary>
    public static ColorMap Hot { get; } = CreateHot();

    /// <summary>The colours in ascending order, red, green and blue a byte each: [256·3].</summary>
    public ReadOnlySpan<byte> Table => table;

    private static ColorMap CreateHot()
    {
        const double Black = 0.0416, RedFull = 0.365079, GreenFull = 0.746032;
        var bytes = new byte[3 * Count];
        for (var i = 0; i < Count; i++)
        {
            var v = i / 255.0;
            bytes[3 * i] = ToByte(Black + (1 - Black) * (v / RedFull));
            bytes[3 * i + 1] = ToByte((v - RedFull) / (GreenFull - RedFull));
            bytes[3 * i + 2] = ToByte((v - GreenFull) / (1 - GreenFull));
        }
        return new ColorMap(bytes);

        static byte ToByte(double brightness) => (byte)(255 * Math.Clamp(brightness, 0, 1));
    }
}
