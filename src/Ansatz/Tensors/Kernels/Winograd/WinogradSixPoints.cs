using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>The one-dimensional transforms of <see cref="Winograd"/> with the points 0, ±α, ±β, ∞, where p = α² and q = β².</summary>
internal static class WinogradSixPoints
{
    public const float Alpha = 0.75f, Beta = 1.5f, P = Alpha * Alpha, Q = Beta * Beta;

    /// <summary>
    /// Bᵀ: six pixels to six points. The row of a finite point has the coefficients of the polynomial that is 1 at this point and 0 at the other finite points:
    /// 0: (x² − p)(x² − q)/pq; ±α: x(x ± α)(x² − q)/2p(p − q); ±β: x(x ± β)(x² − p)/2q(q − p); ∞: x(x² − p)(x² − q).
    /// </summary>
    public readonly unsafe struct Differences : IWinogradLine
    {
        private const float AlphaScale = 1 / (2 * P * (P - Q)), BetaScale = 1 / (2 * Q * (Q - P));

        public static int From => 6;

        public static int To => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> d0 = Load(from), d1 = Load(from + step), d2 = Load(from + 2 * step);
            Vector512<float> d3 = Load(from + 3 * step), d4 = Load(from + 4 * step), d5 = Load(from + 5 * step);
            Vector512<float> minusP = Create(-P), minusQ = Create(-Q), minusBoth = Create(-(P + Q)), product = Create(P * Q);

            var even = FusedMultiplyAdd(minusQ, d2, d4) * Create(AlphaScale);
            var odd = FusedMultiplyAdd(minusQ, d1, d3) * Create(Alpha * AlphaScale);
            (even + odd).Store(to + toStep);
            (even - odd).Store(to + 2 * toStep);
            even = FusedMultiplyAdd(minusP, d2, d4) * Create(BetaScale);
            odd = FusedMultiplyAdd(minusP, d1, d3) * Create(Beta * BetaScale);
            (even + odd).Store(to + 3 * toStep);
            (even - odd).Store(to + 4 * toStep);
            (FusedMultiplyAdd(minusBoth, d2, FusedMultiplyAdd(product, d0, d4)) * Create(1 / (P * Q))).Store(to);
            FusedMultiplyAdd(minusBoth, d3, FusedMultiplyAdd(product, d1, d5)).Store(to + 5 * toStep);
        }
    }

    /// <summary>G or A: the values of a polynomial with 3 or 4 coefficients at the six points; at ∞, its last coefficient.</summary>
    public readonly unsafe struct Values<TCount> : IWinogradLine where TCount : ICount
    {
        public static int From => TCount.Value;

        public static int To => 6;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> g0 = Load(from), g1 = Load(from + step), g2 = Load(from + 2 * step), last = g2;
            Vector512<float> evenA = FusedMultiplyAdd(Create(P), g2, g0), evenB = FusedMultiplyAdd(Create(Q), g2, g0), oddA = g1, oddB = g1;
            if (TCount.Value == 4)
            {
                last = Load(from + 3 * step);
                oddA = FusedMultiplyAdd(Create(P), last, g1);
                oddB = FusedMultiplyAdd(Create(Q), last, g1);
            }
            g0.Store(to);
            FusedMultiplyAdd(Create(Alpha), oddA, evenA).Store(to + toStep);
            FusedMultiplyAdd(Create(-Alpha), oddA, evenA).Store(to + 2 * toStep);
            FusedMultiplyAdd(Create(Beta), oddB, evenB).Store(to + 3 * toStep);
            FusedMultiplyAdd(Create(-Beta), oddB, evenB).Store(to + 4 * toStep);
            last.Store(to + 5 * toStep);
        }
    }

    /// <summary>Aᵀ or Gᵀ, the transpose of <see cref="Values{TCount}"/>: yₖ = ∑ mᵢ·xᵢᵏ over the finite points xᵢ. The value at ∞ is added to the last yₖ.</summary>
    public readonly unsafe struct Sums<TCount> : IWinogradLine where TCount : ICount
    {
        public static int From => 6;

        public static int To => TCount.Value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> m1 = Load(from + step), m2 = Load(from + 2 * step), m3 = Load(from + 3 * step), m4 = Load(from + 4 * step), last = Load(from + 5 * step);
            Vector512<float> evenA = m1 + m2, evenB = m3 + m4, oddA = (m1 - m2) * Create(Alpha), oddB = (m3 - m4) * Create(Beta);
            finish.Finish(Load(from) + (evenA + evenB)).Store(to);
            finish.Finish(oddA + oddB).Store(to + toStep);
            var second = FusedMultiplyAdd(Create(Q), evenB, Create(P) * evenA);
            finish.Finish(TCount.Value == 3 ? second + last : second).Store(to + 2 * toStep);
            if (TCount.Value == 4) finish.Finish(FusedMultiplyAdd(Create(Q), oddB, FusedMultiplyAdd(Create(P), oddA, last))).Store(to + 3 * toStep);
        }
    }
}
