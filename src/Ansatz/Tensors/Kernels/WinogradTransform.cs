using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The two-dimensional transforms of <see cref="Winograd"/>: a line's map applied to the columns of a small square, then to the rows of what
/// comes out. Every element of the square is a vector of 16 channels, one a lane.
/// </summary>
internal static unsafe class WinogradTransform
{
    /// <summary>Bᵀ·d·B: a window of 6×6 pixels to 36 points, <paramref name="point"/> floats apart.</summary>
    public static void Differences(float* pixels, nint row, nint column, float* to, nint point) =>
        Square<WinogradDifferences, Plain>(pixels, row, column, to, WinogradPoints.Count * point, point, default);

    /// <summary>3×3 or 4×4 coefficients to the values of their polynomial at 36 points.</summary>
    public static void Values(int count, float* coefficients, nint row, nint column, float* to, nint point)
    {
        if (count == 3) Square<WinogradValues<Three>, Plain>(coefficients, row, column, to, WinogradPoints.Count * point, point, default);
        else Square<WinogradValues<Four>, Plain>(coefficients, row, column, to, WinogradPoints.Count * point, point, default);
    }

    /// <summary>36 points to 3×3 or 4×4 sums.</summary>
    public static void Sums(int count, float* points, nint point, float* to, nint row, nint column)
    {
        if (count == 3) Square<WinogradSums<Three>, Plain>(points, WinogradPoints.Count * point, point, to, row, column, default);
        else Square<WinogradSums<Four>, Plain>(points, WinogradPoints.Count * point, point, to, row, column, default);
    }

    /// <summary>36 points to 3×3 or 4×4 pixels, to which 16 channels of a bias and a leaky rectifier are applied.</summary>
    public static void Pixels(int count, float* points, nint point, float* to, nint row, nint column, float* bias, float negativeSlope)
    {
        var finish = new Rectified(bias == null ? Vector512<float>.Zero : Vector512.Load(bias), Vector512.Create(negativeSlope));
        if (count == 3) Square<WinogradSums<Three>, Rectified>(points, WinogradPoints.Count * point, point, to, row, column, finish);
        else Square<WinogradSums<Four>, Rectified>(points, WinogradPoints.Count * point, point, to, row, column, finish);
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Square<TLine, TFinish>(float* from, nint row, nint column, float* to, nint toRow, nint toColumn, in TFinish finish)
        where TLine : struct, IWinogradLine where TFinish : struct, IWinogradFinish
    {
        var room = stackalloc float[(WinogradPoints.Square + 1) * Lanes.Count];
        var half = (float*)(((nint)room + 63) & -64); // [To][From], aligned
        for (var j = 0; j < TLine.From; j++)
            TLine.Apply(from + j * column, row, half + j * Lanes.Count, TLine.From * Lanes.Count, default(Plain));
        for (var i = 0; i < TLine.To; i++)
            TLine.Apply(half + i * TLine.From * Lanes.Count, Lanes.Count, to + i * toRow, toColumn, finish);
    }

    private readonly struct Plain : IWinogradFinish
    {
        public Vector512<float> Finish(Vector512<float> value) => value;
    }

    private readonly struct Rectified(Vector512<float> bias, Vector512<float> slope) : IWinogradFinish
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Finish(Vector512<float> value)
        {
            var v = value + bias;
            return Vector512.ConditionalSelect(Vector512.LessThan(v, Vector512<float>.Zero), v * slope, v);
        }
    }
}
