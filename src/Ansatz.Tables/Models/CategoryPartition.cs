using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// log Z of a Boltzmann machine whose visible units are categories: Z = ∑ₕ e^{bᵀh} ∏ⱼ ∑ₖ e^{(a + Wh)ⱼₖ} over the hidden states h, the columns j and their categories k. It sums over the rows
/// that a table can have, and over no others.
/// </summary>
internal static class CategoryPartition
{
    /// <summary>The most hidden units whose states are summed: a million states.</summary>
    public const int MostUnits = 20;

    private const int BlockBits = 10, Chains = 200;

    /// <summary>log Z, summed over all hidden states in double.</summary>
    /// <param name="machine">With <see cref="MostUnits"/> hidden units or fewer.</param>
    /// <param name="units">Its visible units.</param>
    public static double Exact(RestrictedBoltzmannMachine machine, CategoryUnits units)
    {
        int hidden = machine.HiddenCount, bits = Math.Min(hidden, BlockBits);
        float[] weight = machine.Weight.Value.ToArray(), a = machine.VisibleBias.Value.ToArray(), b = machine.HiddenBias.Value.ToArray();
        var blocks = new double[1 << (hidden - bits)];
        var terms = new double[1 << bits];
        for (var block = 0; block < blocks.Length; block++)
        {
            double[] x = [.. a.Select(v => (double)v)];
            var energy = 0.0;
            for (var j = bits; j < hidden; j++)
                if ((block >> (j - bits) & 1) != 0) Flip(j, 1);
            terms[0] = energy + units.LogSum(x);
            // A Gray code: each state differs from the one before in one unit.
            for (int state = 1, gray = 0; state < terms.Length; state++)
            {
                var unit = System.Numerics.BitOperations.TrailingZeroCount(state);
                gray ^= 1 << unit;
                Flip(unit, (gray >> unit & 1) != 0 ? 1 : -1);
                terms[state] = energy + units.LogSum(x);
            }
            blocks[block] = DoubleMath.LogSumExp(terms);

            void Flip(int unit, double sign)
            {
                for (var i = 0; i < x.Length; i++) x[i] += sign * weight[i * hidden + unit];
                energy += sign * b[unit];
            }
        }
        return DoubleMath.LogSumExp(blocks);
    }

    /// <summary>log Z by annealed importance sampling from independent columns, and its standard error.</summary>
    /// <remarks>
    /// The machine at β has weights βW, hidden biases βb and visible biases (1 − β)a₀ + βa. Neal, Annealed importance sampling (2001); Salakhutdinov and Murray, On the quantitative analysis of
    /// deep belief networks (2008), section 3.
    /// </remarks>
    /// <param name="machine">The machine.</param>
    /// <param name="units">Its visible units.</param>
    /// <param name="baseLogits">a₀, [units].</param>
    /// <param name="stepCount">Steps of β, 1 or more.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public static (double LogZ, double StandardError) Annealed(RestrictedBoltzmannMachine machine, CategoryUnits units, float[] baseLogits, int stepCount, Rng rng, CancellationToken cancellation)
    {
        Tensor first = Tensor.From(baseLogits), last = machine.VisibleBias.Value, change = (last - first).Reshape([units.Count, 1]);
        var chains = new CategoryChains(machine, units);
        var visible = chains.Independent(first, Chains, rng.Fork("start"));
        var logWeights = new double[Chains];
        for (var k = 1; k <= stepCount; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            float before = (k - 1) / (float)stepCount, now = k / (float)stepCount;
            Tensor logits = visible.Linear(machine.Weight.Value, machine.HiddenBias.Value), biases = visible.MatMul(change);
            var ratio = ((logits * now).Softplus() - (logits * before).Softplus()).Sum(-1);
            for (var n = 0; n < Chains; n++) logWeights[n] += ratio.Span[n] + biases.Span[n] * (now - before);
            var stream = rng.Fork(k);
            visible = chains.Visible(chains.Hidden(visible, stream.Fork("hidden"), now), stream.Fork("visible"), now, first * (1 - now) + last * now);
        }
        var baseLogZ = machine.HiddenCount * DoubleMath.Log(2) + units.LogSum([.. baseLogits.Select(l => (double)l)]);
        double mean = DoubleMath.LogMeanExp(logWeights), square = logWeights.Average(w => (DoubleMath.Exp(w - mean) - 1) * (DoubleMath.Exp(w - mean) - 1));
        return (baseLogZ + mean, Math.Sqrt(square / (Chains - 1)));
    }
}
