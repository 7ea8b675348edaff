using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>The one-dimensional transforms of <see cref="Winograd"/> with the points 0, ±α, β, ∞, where p = α²: 2 taps and 4 pixels.</summary>
internal static class WinogradFivePoints
{
    private const float Alpha = WinogradSixPoints.Alpha, Beta = WinogradSixPoints.Beta, P = WinogradSixPoints.P;

    /// <summary>
    /// Bᵀ: five pixels to five points. The row of a finite point has the coefficients of the polynomial that is 1 at this point and 0 at the other finite points:
    /// 0: (x² − p)(x − β)/pβ; ±α: x(x ± α)(x − β)/2p(±α − β)·±1; β: x(x² − p)/β(β² − p); ∞: x(x² − p)(x − β).
    /// </summary>
    public readonly unsafe struct Differences : IWinogradLine
    {
        private const float PlusScale = 1 / (2 * P * (Alpha - Beta)), MinusScale = -1 / (2 * P * (Alpha + Beta));

        public static int From => 5;

        public static int To => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> d0 = Load(from), d1 = Load(from + step), d2 = Load(from + 2 * step), d3 = Load(from + 3 * step), d4 = Load(from + 4 * step);
            Vector512<float> minusP = Create(-P), minusBeta = Create(-Beta);
            Vector512<float> e0 = FusedMultiplyAdd(minusBeta, d0, d1), e1 = FusedMultiplyAdd(minusBeta, d1, d2); // times x − β
            Vector512<float> e2 = FusedMultiplyAdd(minusBeta, d2, d3), e3 = FusedMultiplyAdd(minusBeta, d3, d4);
            (FusedMultiplyAdd(minusP, e0, e2) * Create(1 / (P * Beta))).Store(to);
            (FusedMultiplyAdd(Create(Alpha), e1, e2) * Create(PlusScale)).Store(to + toStep);
            (FusedMultiplyAdd(Create(-Alpha), e1, e2) * Create(MinusScale)).Store(to + 2 * toStep);
            (FusedMultiplyAdd(minusP, d1, d3) * Create(1 / (Beta * (Beta * Beta - P)))).Store(to + 3 * toStep);
            FusedMultiplyAdd(minusP, e1, e3).Store(to + 4 * toStep);
        }
    }

    /// <summary>G or A: the values of a polynomial with 2 or 4 coefficients at the five points; at ∞, its last coefficient.</summary>
    public readonly unsafe struct Values<TCount> : IWinogradLine where TCount : ICount
    {
        public static int From => TCount.Value;

        public static int To => 5;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> g0 = Load(from), g1 = Load(from + step), even = g0, odd = g1, rest = g1, last = g1;
            if (TCount.Value == 4)
            {
                var g2 = Load(from + 2 * step);
                last = Load(from + 3 * step);
                even = FusedMultiplyAdd(Create(P), g2, g0);
                odd = FusedMultiplyAdd(Create(P), last, g1);
                rest = FusedMultiplyAdd(Create(Beta), FusedMultiplyAdd(Create(Beta), last, g2), g1);
            }
            g0.Store(to);
            FusedMultiplyAdd(Create(Alpha), odd, even).Store(to + toStep);
            FusedMultiplyAdd(Create(-Alpha), odd, even).Store(to + 2 * toStep);
            FusedMultiplyAdd(Create(Beta), rest, g0).Store(to + 3 * toStep);
            last.Store(to + 4 * toStep);
        }
    }

    /// <summary>Aᵀ or Gᵀ, the transpose of <see cref="Values{TCount}"/>: yₖ = ∑ mᵢ·xᵢᵏ over the finite points xᵢ. The value at ∞ is added to the last yₖ.</summary>
    public readonly unsafe struct Sums<TCount> : IWinogradLine where TCount : ICount
    {
        public static int From => 5;

        public static int To => TCount.Value;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Apply<TFinish>(float* from, nint step, float* to, nint toStep, in TFinish finish) where TFinish : struct, IWinogradFinish
        {
            Vector512<float> m1 = Load(from + step), m2 = Load(from + 2 * step), m3 = Load(from + 3 * step), last = Load(from + 4 * step);
            Vector512<float> even = m1 + m2, odd = (m1 - m2) * Create(Alpha);
            finish.Finish(Load(from) + (even + m3)).Store(to);
            var first = FusedMultiplyAdd(Create(Beta), m3, odd);
            finish.Finish(TCount.Value == 2 ? first + last : first).Store(to + toStep);
            if (TCount.Value == 2) return;
            finish.Finish(FusedMultiplyAdd(Create(Beta * Beta), m3, Create(P) * even)).Store(to + 2 * toStep);
            finish.Finish(FusedMultiplyAdd(Create(Beta * Beta * Beta), m3, FusedMultiplyAdd(Create(P), odd, last))).Store(to + 3 * toStep);
        }
    }
}
