using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>Inverts distribution functions by bisection over the floats, of which there are 2³²: at most 32 steps, no first guess, and the result is the best float.</summary>
internal static class FloatSearch
{
    /// <summary>The least float x in the range with P(X ≤ x) ≥ p, for 0 &lt; p &lt; 1 in place of x. The smaller tail is compared, in logarithms.</summary>
    public static double Quantile<TFamily>(TFamily family, ReadOnlySpan<double> x) where TFamily : struct, IScalarFamily
    {
        var (low, high) = family.Range(x);
        double p = x[0], logP = DoubleMath.Log(p), logRest = DoubleMath.Log1p(-p);
        Span<double> at = stackalloc double[x.Length];
        x.CopyTo(at);
        int least = Rank((float)Math.Max(low, float.MinValue)), greatest = Rank((float)Math.Min(high, float.MaxValue));
        while (least < greatest)
        {
            var middle = (int)(((long)least + greatest) >> 1);
            at[0] = FromRank(middle);
            var isEnough = at[0] >= high || (at[0] >= low && (p <= 0.5 ? family.LogCdf(at) >= logP : family.LogSurvival(at) <= logRest));
            if (isEnough) greatest = middle;
            else least = middle + 1;
        }
        return FromRank(least);
    }

    /// <summary>The place of a finite float in ascending order; both zeros have 0.</summary>
    public static int Rank(float x) => BitConverter.SingleToInt32Bits(x) is var bits && bits >= 0 ? bits : int.MinValue - bits;

    /// <summary>The float at a place.</summary>
    public static float FromRank(int rank) => BitConverter.Int32BitsToSingle(rank >= 0 ? rank : int.MinValue - rank);
}
