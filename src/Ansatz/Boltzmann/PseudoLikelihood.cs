using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// log PL(v) = ∑ᵢ log P(vᵢ | all other units of v), where P(vᵢ | …) = σ(F(ṽ) − F(v)) with ṽ the example with unit i flipped. It needs no log Z, and is no
/// likelihood.
/// </summary>
/// <remarks>Besag, Statistical analysis of non-lattice data (1975).</remarks>
public static class PseudoLikelihood
{
    /// <summary>An unbiased estimate for each example, [N]: the number of units times log P(vᵢ | …) of one unit i, each as likely.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="examples">Bits, [N, visible].</param>
    /// <param name="rng">The stream of the units.</param>
    public static Tensor Estimate(RestrictedBoltzmannMachine machine, Tensor examples, Rng rng)
    {
        var turned = examples.ToArray();
        for (var start = 0; start < turned.Length; start += machine.VisibleCount)
        {
            ref var unit = ref turned[start + rng.NextInt(machine.VisibleCount)];
            unit = 1 - unit;
        }
        var difference = machine.FreeEnergy(Tensor.From(turned, examples.Shape)) - machine.FreeEnergy(examples);
        return difference.LogSigmoid() * machine.VisibleCount;
    }
}
