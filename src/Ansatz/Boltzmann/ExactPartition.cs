using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// log Z of a machine with a small side, in double: Z = ∑ₛ e^{cᵀs} ∏ᵢ (1 + e^{aᵢ + (Us)ᵢ}) over all states s of that side, which has biases c
/// and weights U to the other.
/// </summary>
/// <remarks>
/// States follow a Gray code, so that each changes one unit, within blocks of 1,024 that are computed independently. A product of factors in (1, 2] takes
/// one logarithm for all of them: ∑ softplus(x) = ∑ max(x, 0) + log ∏ (1 + e^{−|x|}).
/// </remarks>
public sealed class ExactPartition
{
    /// <summary>The most units of the smaller side: a million states.</summary>
    public const int MostUnits = 20;

    private const int BlockBits = 10;

    // (1 + e^{−|x|}) ≤ 2, and 2⁵¹² is far from overflow.
    private const int FactorsPerLogarithm = 512;

    private readonly double[] weights, smallBiases, largeBiases; // weights [small, large], lanes of 8
    private readonly int small, stride;

    private ExactPartition(RestrictedBoltzmannMachine machine)
    {
        var isHiddenSmall = machine.HiddenCount <= machine.VisibleCount;
        small = Math.Min(machine.HiddenCount, machine.VisibleCount);
        var large = Math.Max(machine.HiddenCount, machine.VisibleCount);
        stride = (large + 7) / 8 * 8;
        weights = new double[small * stride];
        // A bias of −∞ pads a row: its factor is 1, whatever the state.
        largeBiases = new double[stride];
        Array.Fill(largeBiases, double.NegativeInfinity);
        var w = machine.Weight.Value.ToArray();
        for (var s = 0; s < small; s++)
            for (var i = 0; i < large; i++) weights[s * stride + i] = isHiddenSmall ? w[i * small + s] : w[s * large + i];
        var (a, b) = (machine.VisibleBias.Value.ToArray(), machine.HiddenBias.Value.ToArray());
        smallBiases = [.. (isHiddenSmall ? b : a).Select(x => (double)x)];
        (isHiddenSmall ? a : b).Select(x => (double)x).ToArray().CopyTo(largeBiases, 0);
    }

    /// <summary>log Z in nats.</summary>
    /// <exception cref="ArgumentException">Both sides have more than 20 units.</exception>
    public static double LogZ(RestrictedBoltzmannMachine machine)
    {
        if (Math.Min(machine.VisibleCount, machine.HiddenCount) > MostUnits)
            throw new ArgumentException($"ExactPartition: the machine has {machine.VisibleCount} visible and {machine.HiddenCount} hidden units; one side must have {MostUnits} or fewer. Estimate log Z by AnnealedImportanceSampling.", nameof(machine));
        return new ExactPartition(machine).Sum();
    }

    private double Sum()
    {
        var bits = Math.Min(small, BlockBits);
        var blocks = new double[1 << (small - bits)];
        ForkJoin.For(blocks.Length, new Blocks(this, blocks, bits));
        return DoubleMath.LogSumExp(blocks);
    }

    /// <summary>The part of states whose units from <paramref name="bits"/> on are those of the block's number.</summary>
    private double Block(int block, int bits)
    {
        var x = largeBiases.ToArray();
        var energy = 0.0;
        for (var s = bits; s < small; s++)
            if ((block >> (s - bits) & 1) != 0) energy += Flip(x, s, 1);
        var terms = new double[1 << bits];
        terms[0] = energy + SumSoftplus(x);
        for (int state = 1, gray = 0; state < terms.Length; state++)
        {
            var unit = System.Numerics.BitOperations.TrailingZeroCount(state);
            gray ^= 1 << unit;
            energy += Flip(x, unit, (gray >> unit & 1) != 0 ? 1 : -1);
            terms[state] = energy + SumSoftplus(x);
        }
        return DoubleMath.LogSumExp(terms);
    }

    // Switches one unit of the small side on or off; returns what its bias adds.
    private double Flip(double[] x, int unit, double sign)
    {
        var row = weights.AsSpan(unit * stride, stride);
        for (var i = 0; i < stride; i += 8)
            Vector512.FusedMultiplyAdd(Vector512.Create(sign), Vector512.Create<double>(row[i..]), Vector512.Create<double>(x.AsSpan(i))).CopyTo(x, i);
        return sign * smallBiases[unit];
    }

    private double SumSoftplus(double[] x)
    {
        Vector512<double> positive = default, logarithms = default;
        for (var start = 0; start < stride; start += 8 * FactorsPerLogarithm)
        {
            var product = Vector512<double>.One;
            for (var i = start; i < Math.Min(stride, start + 8 * FactorsPerLogarithm); i += 8)
            {
                var xi = Vector512.Create<double>(x.AsSpan(i));
                positive += Vector512.Max(xi, Vector512<double>.Zero);
                product *= Vector512<double>.One + DoubleMath.Exp(-Vector512.Abs(xi));
            }
            logarithms += DoubleMath.Log(product);
        }
        return Lanes.Fold(positive + logarithms);
    }

    private readonly struct Blocks(ExactPartition partition, double[] results, int bits) : IParallelBody
    {
        public void Invoke(int index) => results[index] = partition.Block(index, bits);
    }
}
