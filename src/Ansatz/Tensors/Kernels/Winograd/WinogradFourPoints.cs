using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// The transforms of <see cref="Winograd"/> with the points 0, ±1, ∞: 2 taps and 3 pixels. The only constant is ½, which is
/// applied to the taps, so that windows and squares need additions and subtractions only.
/// </summary>
/// <remarks>
/// These squares are small enough to stay in registers between their columns and rows. With few channels the transforms take a third of the time, and
/// through memory each of them took twice as long.
/// </remarks>
internal static unsafe class WinogradFourPoints
{
    /// <summary>Bᵀ·d·B: a window of 4 × 4 pixels to 4 × 4 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Differences(float* pixels, nint row, nint column, float* to, nint point)
    {
        Quartet c0 = Differences(Quartet.LoadFour(pixels, row)), c1 = Differences(Quartet.LoadFour(pixels + column, row));
        Quartet c2 = Differences(Quartet.LoadFour(pixels + 2 * column, row)), c3 = Differences(Quartet.LoadFour(pixels + 3 * column, row));
        Differences(new Quartet(c0.A, c1.A, c2.A, c3.A)).StoreFour(to, point);
        Differences(new Quartet(c0.B, c1.B, c2.B, c3.B)).StoreFour(to + 4 * point, point);
        Differences(new Quartet(c0.C, c1.C, c2.C, c3.C)).StoreFour(to + 8 * point, point);
        Differences(new Quartet(c0.D, c1.D, c2.D, c3.D)).StoreFour(to + 12 * point, point);
    }

    /// <summary>A·y·Aᵀ: a square of 3 × 3 pixels to 4 × 4 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PixelValues(float* pixels, nint row, nint column, float* to, nint point)
    {
        Quartet c0 = PixelValues(Quartet.LoadThree(pixels, row)), c1 = PixelValues(Quartet.LoadThree(pixels + column, row));
        var c2 = PixelValues(Quartet.LoadThree(pixels + 2 * column, row));
        PixelValues(new Quartet(c0.A, c1.A, c2.A)).StoreFour(to, point);
        PixelValues(new Quartet(c0.B, c1.B, c2.B)).StoreFour(to + 4 * point, point);
        PixelValues(new Quartet(c0.C, c1.C, c2.C)).StoreFour(to + 8 * point, point);
        PixelValues(new Quartet(c0.D, c1.D, c2.D)).StoreFour(to + 12 * point, point);
    }

    /// <summary>G·g·Gᵀ: 2 × 2 taps to 4 × 4 points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TapValues(float* taps, nint row, nint column, float* to, nint point)
    {
        Quartet c0 = TapValues(Quartet.LoadTwo(taps, row)), c1 = TapValues(Quartet.LoadTwo(taps + column, row));
        TapValues(new Quartet(c0.A, c1.A)).StoreFour(to, point);
        TapValues(new Quartet(c0.B, c1.B)).StoreFour(to + 4 * point, point);
        TapValues(new Quartet(c0.C, c1.C)).StoreFour(to + 8 * point, point);
        TapValues(new Quartet(c0.D, c1.D)).StoreFour(to + 12 * point, point);
    }

    /// <summary>Aᵀ·m·A: 4 × 4 points to a square of 3 × 3 pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PixelSums<TFinish>(float* points, nint point, float* to, nint row, nint column, in TFinish finish) where TFinish : struct, IWinogradFinish
    {
        var f = finish;
        Quartet c0 = PixelSums(Quartet.LoadFour(points, 4 * point)), c1 = PixelSums(Quartet.LoadFour(points + point, 4 * point));
        Quartet c2 = PixelSums(Quartet.LoadFour(points + 2 * point, 4 * point)), c3 = PixelSums(Quartet.LoadFour(points + 3 * point, 4 * point));
        PixelSums(new Quartet(c0.A, c1.A, c2.A, c3.A)).StoreThree(to, column, f);
        PixelSums(new Quartet(c0.B, c1.B, c2.B, c3.B)).StoreThree(to + row, column, f);
        PixelSums(new Quartet(c0.C, c1.C, c2.C, c3.C)).StoreThree(to + 2 * row, column, f);
    }

    /// <summary>Gᵀ·m·G: 4 × 4 points to 2 × 2 taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TapSums(float* points, nint point, float* to, nint row, nint column)
    {
        Quartet c0 = TapSums(Quartet.LoadFour(points, 4 * point)), c1 = TapSums(Quartet.LoadFour(points + point, 4 * point));
        Quartet c2 = TapSums(Quartet.LoadFour(points + 2 * point, 4 * point)), c3 = TapSums(Quartet.LoadFour(points + 3 * point, 4 * point));
        TapSums(new Quartet(c0.A, c1.A, c2.A, c3.A)).StoreTwo(to, column);
        TapSums(new Quartet(c0.B, c1.B, c2.B, c3.B)).StoreTwo(to + row, column);
    }

    /// <summary>
    /// Bᵀ. The row of a finite point has the coefficients of the polynomial that is 1 at 0, or 2 at ±1, and 0 at the other finite points:
    /// 0: 1 − x²; ±1: x² ± x; ∞: x³ − x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quartet Differences(Quartet d) => new(d.A - d.C, d.C + d.B, d.C - d.B, d.D - d.B);

    /// <summary>A: the values of a polynomial with 3 coefficients; at ∞, its last coefficient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quartet PixelValues(Quartet y)
    {
        var even = y.A + y.C;
        return new(y.A, even + y.B, even - y.B, y.C);
    }

    /// <summary>G: the values of a polynomial with 2 coefficients, half of them at ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quartet TapValues(Quartet g) => new(g.A, Half * (g.A + g.B), Half * (g.A - g.B), g.B);

    /// <summary>Aᵀ, the transpose of A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quartet PixelSums(Quartet m)
    {
        var even = m.B + m.C;
        return new(m.A + even, m.B - m.C, even + m.D);
    }

    /// <summary>Gᵀ, the transpose of G.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Quartet TapSums(Quartet m) => new(Vector512.FusedMultiplyAdd(Half, m.B + m.C, m.A), Vector512.FusedMultiplyAdd(Half, m.B - m.C, m.D));

    private static Vector512<float> Half => Vector512.Create(0.5f);

    /// <summary>At most four values for sixteen lines at a time.</summary>
    private readonly struct Quartet(Vector512<float> a, Vector512<float> b, Vector512<float> c = default, Vector512<float> d = default)
    {
        public readonly Vector512<float> A = a, B = b, C = c, D = d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Quartet LoadTwo(float* from, nint step) => new(Vector512.Load(from), Vector512.Load(from + step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Quartet LoadThree(float* from, nint step) => new(Vector512.Load(from), Vector512.Load(from + step), Vector512.Load(from + 2 * step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Quartet LoadFour(float* from, nint step) =>
            new(Vector512.Load(from), Vector512.Load(from + step), Vector512.Load(from + 2 * step), Vector512.Load(from + 3 * step));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void StoreTwo(float* to, nint step)
        {
            A.Store(to);
            B.Store(to + step);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void StoreThree<TFinish>(float* to, nint step, TFinish finish) where TFinish : struct, IWinogradFinish
        {
            finish.Finish(A).Store(to);
            finish.Finish(B).Store(to + step);
            finish.Finish(C).Store(to + 2 * step);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void StoreFour(float* to, nint step)
        {
            A.Store(to);
            B.Store(to + step);
            C.Store(to + 2 * step);
            D.Store(to + 3 * step);
        }
    }
}
