using System.Buffers.Binary;

namespace Ansatz.Studies.Contours;

/// <summary>
/// Draws a density on the grid as filled contours: a pixel takes the hottest level that any part of it reaches, that is the level of the maximum over
/// the pixel of the bilinearly interpolated density.
/// <para>
/// The place of the maximum: the grid's lines divide a pixel into rectangles of one cell each. In a cell the interpolation is linear in x and linear in y, so its
/// maximum on a rectangle is at a corner. The breakpoints of a pixel along x are its ends and the grid lines between them, 4 or 5 in all, and likewise along y.
/// The corners are the pairs of these breakpoints.
/// </para>
/// <para>
/// Four pixels span 11 cells, so both axes fall into 9 groups with the same 15 breakpoints 0 1 2 2¾ 3 4 5 5½ 6 7 8 8¼ 9 10 11, of which
/// the four pixels own numbers 0–3, 3–7, 7–11 and 11–14. Along x the groups are the lanes of a vector, along y they are drawn one after the other.
/// The interpolation to a breakpoint along y comes before the maximum along x, since a maximum of interpolations is not the
/// interpolation of maxima.
/// </para>
/// </summary>
internal static class ContourRenderer
{
    private const int Points = FlowGrid.PointsPerGroup, PixelsPerGroup = 4, Breakpoints = 15;

    /// <summary>The breakpoints that are points of the grid; the others are edges between two pixels.</summary>
    private static ReadOnlySpan<byte> GridBreakpoints => [0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14];

    /// <summary>Draws one image, [36, 36, 3], y axis up.</summary>
    public static void Render(in FlowDensity density, Span<byte> image)
    {
        Span<Vector512<float>> maxima = stackalloc Vector512<float>[FlowContours.Size * PixelsPerGroup];
        PixelMaxima(density, maxima);
        var highest = Vector512<float>.Zero;
        foreach (var maximum in maxima) highest = Vector512.MaxNative(highest, maximum);
        var greatest = 0f;
        for (var q = 0; q < FlowGrid.GroupCount; q++) greatest = Math.Max(greatest, highest[q]);
        Paint(maxima, ContourLevels.Covering(greatest), image);
    }

    /// <summary>The greatest density over each pixel: lane q of vector 4i + r is the pixel in row i (from below) and column 4q + r.</summary>
    private static void PixelMaxima(in FlowDensity density, Span<Vector512<float>> maxima)
    {
        Span<Vector512<float>> rows = stackalloc Vector512<float>[Points * Points];              // a group's 12 rows
        Span<Vector512<float>> between = stackalloc Vector512<float>[Points];                    // a row interpolated between two of them
        Span<Vector512<float>> across = stackalloc Vector512<float>[PixelsPerGroup * Breakpoints]; // maxima along x: [pixel column, breakpoint along y]
        density.Density(0, Row(rows, Points - 1));
        for (var group = 0; group < FlowGrid.GroupCount; group++)
        {
            Row(rows, Points - 1).CopyTo(rows);
            for (var i = 1; i < Points; i++) density.Density(FlowGrid.CellsPerGroup * group + i, Row(rows, i));

            for (var i = 0; i < Points; i++) AlongRow(Row(rows, i), across[GridBreakpoints[i]..]);
            AlongEdge(rows, 2, 0.75f, between, across[3..]);
            AlongEdge(rows, 5, 0.5f, between, across[7..]);
            AlongEdge(rows, 8, 0.25f, between, across[11..]);

            for (var r = 0; r < PixelsPerGroup; r++)
            {
                var b = across.Slice(Breakpoints * r, Breakpoints);
                var pixels = maxima[(PixelsPerGroup * PixelsPerGroup * group + r)..];
                pixels[0] = Max(b[0], b[1], b[2], b[3]);
                pixels[PixelsPerGroup] = Max(b[3], b[4], b[5], b[6], b[7]);
                pixels[2 * PixelsPerGroup] = Max(b[7], b[8], b[9], b[10], b[11]);
                pixels[3 * PixelsPerGroup] = Max(b[11], b[12], b[13], b[14]);
            }
        }
    }

    private static Span<Vector512<float>> Row(Span<Vector512<float>> rows, int i) => rows.Slice(Points * i, Points);

    /// <summary>The maxima over four pixels of the row's interpolation along x, written a breakpoint list apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AlongRow(ReadOnlySpan<Vector512<float>> row, Span<Vector512<float>> across)
    {
        var left = Interpolate(row[2], row[3], 0.75f);
        var middle = Interpolate(row[5], row[6], 0.5f);
        var right = Interpolate(row[8], row[9], 0.25f);
        across[0] = Max(row[0], row[1], row[2], left);
        across[Breakpoints] = Max(left, row[3], row[4], row[5], middle);
        across[2 * Breakpoints] = Max(middle, row[6], row[7], row[8], right);
        across[3 * Breakpoints] = Max(right, row[9], row[10], row[11]);
    }

    /// <summary>The same along the pixels' edge at the given part of the way from one grid row to the next.</summary>
    private static void AlongEdge(
        ReadOnlySpan<Vector512<float>> rows, int below, float part, Span<Vector512<float>> between, Span<Vector512<float>> across)
    {
        for (var t = 0; t < Points; t++) between[t] = Interpolate(rows[Points * below + t], rows[Points * (below + 1) + t], part);
        AlongRow(between, across);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Interpolate(Vector512<float> from, Vector512<float> to, float part) =>
        Vector512.FusedMultiplyAdd(Vector512.Create(part), to - from, from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Max(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) =>
        Vector512.MaxNative(Vector512.MaxNative(a, b), Vector512.MaxNative(c, d));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Max(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, Vector512<float> e) =>
        Vector512.MaxNative(Max(a, b, c, d), e);

    /// <summary>Colours each pixel by the band of its maximum.</summary>
    private static void Paint(ReadOnlySpan<Vector512<float>> maxima, ContourLevels levels, Span<byte> image)
    {
        Span<uint> colors = stackalloc uint[ContourLevels.MaxBandCount];
        for (var band = 0; band < levels.BandCount; band++)
        {
            var color = ColorMap.Hot.Table.Slice(3 * levels.ColorOf(band), 3);
            colors[band] = color[0] | (uint)color[1] << 8 | (uint)color[2] << 16;
        }

        var perStep = Vector512.Create((float)(1 / levels.Step));
        var highest = Vector512.Create(levels.BandCount - 1);
        Span<int> bands = stackalloc int[PixelsPerGroup * Vector512<int>.Count];
        var at = 0;
        for (var i = FlowContours.Size - 1; i >= 0; i--) // the image's first row is the topmost
        {
            for (var r = 0; r < PixelsPerGroup; r++)
                Vector512.Min(Vector512.ConvertToInt32(maxima[PixelsPerGroup * i + r] * perStep), highest).CopyTo(bands[(r * Vector512<int>.Count)..]);
            for (var q = 0; q < FlowGrid.GroupCount; q++)
                for (var r = 0; r < PixelsPerGroup; r++, at += 3)
                {
                    // One write of four bytes, of which the next pixel takes the last one back; there is none behind the last.
                    var color = colors[bands[r * Vector512<int>.Count + q]];
                    if (at + sizeof(uint) <= image.Length) BinaryPrimitives.WriteUInt32LittleEndian(image[at..], color);
                    else (image[at], image[at + 1], image[at + 2]) = ((byte)color, (byte)(color >> 8), (byte)(color >> 16));
                }
        }
    }
}
