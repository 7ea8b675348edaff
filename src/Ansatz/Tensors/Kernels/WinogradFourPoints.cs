using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>
/// The lines of <see cref="Winograd"/> with the points 0, ±1, ∞: 2 taps and 3 pixels. No constant but ½, which the taps bear, so that windows and squares
/// are only added and subtracted.
/// </summary>
internal static class WinogradFourPoints
{
    /// <summary>
    /// Bᵀ: four pixels to four points, by the polynomials that vanish at all finite points but one, divided by their value there, or by half of it:
    /// 0: 1 − x²; ±1: x² ± x; ∞: x³ − x.
    /// </summary>
    public readonly unsafe struct Differences : IWinogradLine
    {
        public static int From => 4;

        public static int To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> d0 = Load(from), d1 = Load(from + step), d2 = Load(from + 2 * step), d3 = Load(from + 3 * step);
            (d0 - d2).Store(to);
            (d2 + d1).Store(to + toStep);
            (d2 - d1).Store(to + 2 * toStep);
            (d3 - d1).Store(to + 3 * toStep);
        }
    }

    /// <summary>A: the values of a polynomial with 3 coefficients at the four points; at ∞, its last coefficient.</summary>
    public readonly unsafe struct PixelValues : IWinogradLine
    {
        public static int From => 3;

        public static int To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> y0 = Load(from), y1 = Load(from + step), y2 = Load(from + 2 * step);
            var even = y0 + y2;
            y0.Store(to);
            (even + y1).Store(to + toStep);
            (even - y1).Store(to + 2 * toStep);
            y2.Store(to + 3 * toStep);
        }
    }

    /// <summary>G: the values of a polynomial with 2 coefficients at the four points, half of them at ±1.</summary>
    public readonly unsafe struct TapValues : IWinogradLine
    {
        public static int From => 2;

        public static int To => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> g0 = Load(from), g1 = Load(from + step), half = Create(0.5f);
            g0.Store(to);
            (half * (g0 + g1)).Store(to + toStep);
            (half * (g0 - g1)).Store(to + 2 * toStep);
            g1.Store(to + 3 * toStep);
        }
    }

    /// <summary>Aᵀ, the transpose of <see cref="PixelValues"/>.</summary>
    public readonly unsafe struct PixelSums : IWinogradLine
    {
        public static int From => 4;

        public static int To => 3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> m1 = Load(from + step), m2 = Load(from + 2 * step), even = m1 + m2;
            finish.Finish(Load(from) + even).Store(to);
            finish.Finish(m1 - m2).Store(to + toStep);
            finish.Finish(even + Load(from + 3 * step)).Store(to + 2 * toStep);
        }
    }

    /// <summary>Gᵀ, the transpose of <see cref="TapValues"/>.</summary>
    public readonly unsafe struct TapSums : IWinogradLine
    {
        public static int From => 4;

        public static int To => 2;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> m1 = Load(from + step), m2 = Load(from + 2 * step), half = Create(0.5f);
            finish.Finish(FusedMultiplyAdd(half, m1 + m2, Load(from))).Store(to);
            finish.Finish(FusedMultiplyAdd(half, m1 - m2, Load(from + 3 * step))).Store(to + toStep);
        }
    }
}
