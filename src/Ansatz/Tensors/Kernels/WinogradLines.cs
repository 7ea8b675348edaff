using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>A linear map of <see cref="From"/> values to <see cref="To"/>, sixteen of each side by side, one a lane.</summary>
internal unsafe interface IWinogradLine
{
    static abstract int From { get; }

    static abstract int To { get; }

    /// <summary>Reads vectors that lie <paramref name="step"/> floats apart and writes vectors <paramref name="toStep"/> floats apart.</summary>
    static abstract void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish;
}

/// <summary>What happens to a value before it is stored.</summary>
internal interface IWinogradFinish
{
    Vector512<float> Finish(Vector512<float> value);
}

/// <summary>The interpolation points 0, ±α, ±β, ∞ of <see cref="Winograd"/>.</summary>
internal static class WinogradPoints
{
    public const int Count = 6;

    /// <summary>Points in two dimensions.</summary>
    public const int Square = Count * Count;

    public const float Alpha = 0.75f, Beta = 1.5f;

    /// <summary>α², β² and their products.</summary>
    public const float P = Alpha * Alpha, Q = Beta * Beta;
}

/// <summary>
/// Bᵀ: six pixels to six points. With p = α² and q = β², the polynomials of the points, each divided by its value there:
/// 0: (x² − p)(x² − q)/pq; ±α: x(x ± α)(x² − q)/2p(p − q); ±β: x(x ± β)(x² − p)/2q(q − p); ∞: x(x² − p)(x² − q).
/// </summary>
internal readonly unsafe struct WinogradDifferences : IWinogradLine
{
    private const float P = WinogradPoints.P, Q = WinogradPoints.Q;
    private const float AlphaScale = 1 / (2 * P * (P - Q)), BetaScale = 1 / (2 * Q * (Q - P));

    public static int From => WinogradPoints.Count;

    public static int To => WinogradPoints.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
    {
        Vector512<float> d0 = Load(from), d1 = Load(from + step), d2 = Load(from + 2 * step);
        Vector512<float> d3 = Load(from + 3 * step), d4 = Load(from + 4 * step), d5 = Load(from + 5 * step);
        Vector512<float> minusP = Create(-P), minusQ = Create(-Q), both = Create(-(P + Q)), product = Create(P * Q);

        var even = FusedMultiplyAdd(minusQ, d2, d4) * Create(AlphaScale);
        var odd = FusedMultiplyAdd(minusQ, d1, d3) * Create(WinogradPoints.Alpha * AlphaScale);
        (even + odd).Store(to + toStep);
        (even - odd).Store(to + 2 * toStep);
        even = FusedMultiplyAdd(minusP, d2, d4) * Create(BetaScale);
        odd = FusedMultiplyAdd(minusP, d1, d3) * Create(WinogradPoints.Beta * BetaScale);
        (even + odd).Store(to + 3 * toStep);
        (even - odd).Store(to + 4 * toStep);
        (FusedMultiplyAdd(both, d2, FusedMultiplyAdd(product, d0, d4)) * Create(1 / (P * Q))).Store(to);
        FusedMultiplyAdd(both, d3, FusedMultiplyAdd(product, d1, d5)).Store(to + 5 * toStep);
    }
}

/// <summary>
/// The values of the polynomial with coefficients g₀, g₁, … at the six points; at ∞, its last coefficient. Of kernels this is G, of
/// output gradients A.
/// </summary>
internal readonly unsafe struct WinogradValues<TCount> : IWinogradLine where TCount : ICount
{
    private const float P = WinogradPoints.P, Q = WinogradPoints.Q;

    public static int From => TCount.Value;

    public static int To => WinogradPoints.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
    {
        Vector512<float> g0 = Load(from), g1 = Load(from + step), g2 = Load(from + 2 * step);
        Vector512<float> evenA = FusedMultiplyAdd(Create(P), g2, g0), evenB = FusedMultiplyAdd(Create(Q), g2, g0), oddA = g1, oddB = g1, last = g2;
        if (TCount.Value == 4)
        {
            last = Load(from + 3 * step);
            oddA = FusedMultiplyAdd(Create(P), last, g1);
            oddB = FusedMultiplyAdd(Create(Q), last, g1);
        }
        Vector512<float> alpha = Create(WinogradPoints.Alpha), beta = Create(WinogradPoints.Beta);
        g0.Store(to);
        FusedMultiplyAdd(alpha, oddA, evenA).Store(to + toStep);
        FusedMultiplyAdd(-alpha, oddA, evenA).Store(to + 2 * toStep);
        FusedMultiplyAdd(beta, oddB, evenB).Store(to + 3 * toStep);
        FusedMultiplyAdd(-beta, oddB, evenB).Store(to + 4 * toStep);
        last.Store(to + 5 * toStep);
    }
}

/// <summary>
/// The transpose of <see cref="WinogradValues{TCount}"/>: yₖ = ∑ mᵢ·xᵢᵏ over the finite points, and the last takes m₅ too. Of products this
/// is Aᵀ, of a kernel's gradients Gᵀ.
/// </summary>
internal readonly unsafe struct WinogradSums<TCount> : IWinogradLine where TCount : ICount
{
    private const float P = WinogradPoints.P, Q = WinogradPoints.Q;

    public static int From => WinogradPoints.Count;

    public static int To => TCount.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
    {
        Vector512<float> m1 = Load(from + step), m2 = Load(from + 2 * step), m3 = Load(from + 3 * step), m4 = Load(from + 4 * step), last = Load(from + 5 * step);
        Vector512<float> evenA = m1 + m2, evenB = m3 + m4;
        Vector512<float> oddA = (m1 - m2) * Create(WinogradPoints.Alpha), oddB = (m3 - m4) * Create(WinogradPoints.Beta);
        finish.Finish(Load(from) + (evenA + evenB)).Store(to);
        finish.Finish(oddA + oddB).Store(to + toStep);
        var second = Create(P) * evenA;
        if (TCount.Value == 3)
        {
            finish.Finish(FusedMultiplyAdd(Create(Q), evenB, second) + last).Store(to + 2 * toStep);
            return;
        }
        finish.Finish(FusedMultiplyAdd(Create(Q), evenB, second)).Store(to + 2 * toStep);
        finish.Finish(FusedMultiplyAdd(Create(Q), oddB, FusedMultiplyAdd(Create(P), oddA, last))).Store(to + 3 * toStep);
    }
}
