using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The two-dimensional transforms of <see cref="Winograd"/>: the map of a line is applied to the columns of a small square, then to the rows of the
/// result. Each element of the square is a vector of 16 channels, one per lane.
/// </summary>
internal static unsafe class WinogradTransform
{
    private const int MostPoints = 36;

    /// <summary>Bᵀ·d·B: a window of pixels to n × n points, <paramref name="point"/> floats apart.</summary>
    public static void Differences(WinogradSize size, float* pixels, nint row, nint column, float* to, nint point)
    {
        if (size.Points == 4) WinogradFourPoints.Differences(pixels, row, column, to, point);
        else if (size.Points == 5) Square<WinogradFivePoints.Differences, Plain>(pixels, row, column, to, 5 * point, point, default);
        else Square<WinogradSixPoints.Differences, Plain>(pixels, row, column, to, 6 * point, point, default);
    }

    /// <summary>G·g·Gᵀ or A·y·Aᵀ: the taps of a kernel, or the pixels of a square, to n × n points.</summary>
    public static void Values(WinogradSize size, int count, float* from, nint row, nint column, float* to, nint point)
    {
        if (size.Points == 4 && count == 2) WinogradFourPoints.TapValues(from, row, column, to, point);
        else if (size.Points == 4) WinogradFourPoints.PixelValues(from, row, column, to, point);
        else if (size.Points == 5 && count == 2) Square<WinogradFivePoints.Values<Two>, Plain>(from, row, column, to, 5 * point, point, default);
        else if (size.Points == 5) Square<WinogradFivePoints.Values<Four>, Plain>(from, row, column, to, 5 * point, point, default);
        else if (count == 3) Square<WinogradSixPoints.Values<Three>, Plain>(from, row, column, to, 6 * point, point, default);
        else Square<WinogradSixPoints.Values<Four>, Plain>(from, row, column, to, 6 * point, point, default);
    }

    /// <summary>Aᵀ·m·A or Gᵀ·m·G: n × n points to the pixels of a square, or the taps of a kernel's gradient.</summary>
    public static void Sums(WinogradSize size, int count, float* points, nint point, float* to, nint row, nint column) =>
        Sums(size, count, points, point, to, row, column, default(Plain));

    /// <summary>The same for pixels to which 16 channels of a bias and a leaky rectifier are applied.</summary>
    public static void Sums(WinogradSize size, int count, float* points, nint point, float* to, nint row, nint column, float* bias, float negativeSlope) =>
        Sums(size, count, points, point, to, row, column, new Rectified(bias, negativeSlope));

    private static void Sums<TFinish>(WinogradSize size, int count, float* points, nint point, float* to, nint row, nint column, in TFinish finish)
        where TFinish : struct, IWinogradFinish
    {
        if (size.Points == 4 && count == 2) WinogradFourPoints.TapSums(points, point, to, row, column);
        else if (size.Points == 4) WinogradFourPoints.PixelSums(points, point, to, row, column, finish);
        else if (size.Points == 5 && count == 2) Square<WinogradFivePoints.Sums<Two>, TFinish>(points, 5 * point, point, to, row, column, finish);
        else if (size.Points == 5) Square<WinogradFivePoints.Sums<Four>, TFinish>(points, 5 * point, point, to, row, column, finish);
        else if (count == 3) Square<WinogradSixPoints.Sums<Three>, TFinish>(points, 6 * point, point, to, row, column, finish);
        else Square<WinogradSixPoints.Sums<Four>, TFinish>(points, 6 * point, point, to, row, column, finish);
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square<TLine, TFinish>(float* from, nint row, nint column, float* to, nint toRow, nint toColumn, in TFinish finish)
        where TLine : struct, IWinogradLine where TFinish : struct, IWinogradFinish
    {
        var room = stackalloc float[(MostPoints + 1) * Lanes.Count];
        var half = (float*)(((nint)room + 63) & -64); // [To][From]; aligned, because a vector across two cache lines costs twice as much
        for (var j = 0; j < TLine.From; j++)
            TLine.Apply(from + j * column, row, half + j * Lanes.Count, TLine.From * Lanes.Count, default(Plain));
        for (var i = 0; i < TLine.To; i++)
            TLine.Apply(half + i * TLine.From * Lanes.Count, Lanes.Count, to + i * toRow, toColumn, finish);
    }

    private readonly struct Plain : IWinogradFinish
    {
        public Vector512<float> Finish(Vector512<float> value) => value;
    }

    private readonly unsafe struct Rectified(float* bias, float negativeSlope) : IWinogradFinish
    {
        private readonly Vector512<float> bias = bias == null ? Vector512<float>.Zero : Vector512.Load(bias);
        private readonly Vector512<float> slope = Vector512.Create(negativeSlope);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Finish(Vector512<float> value)
        {
            var v = value + bias;
            return Vector512.ConditionalSelect(Vector512.LessThan(v, Vector512<float>.Zero), v * slope, v);
        }
    }
}
