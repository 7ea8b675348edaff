using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>A machine's conditionals without gradients, for chains of many steps: the weights are transposed once.</summary>
internal sealed class Conditionals
{
    private readonly Tensor weight, transposed, visibleBias, hiddenBias;

    /// <param name="machine">Whose parameters are taken as they are now.</param>
    /// <param name="tape">Whose memory holds the transposed weights; null is memory of their own.</param>
    public Conditionals(RestrictedBoltzmannMachine machine, Tape? tape = null)
    {
        (weight, visibleBias, hiddenBias) = (machine.Weight.Value, machine.VisibleBias.Value, machine.HiddenBias.Value);
        transposed = (tape?.Enter(weight) ?? weight).Transpose();
    }

    /// <summary>b + vᵀW, [N, hidden].</summary>
    public Tensor HiddenLogits(Tensor visible) => visible.Linear(weight, hiddenBias);

    /// <summary>a + Wh, [N, visible].</summary>
    public Tensor VisibleLogits(Tensor hidden) => hidden.Linear(transposed, visibleBias);

    /// <summary>F(v) where the hidden logits of v are known, [N].</summary>
    public Tensor FreeEnergy(Tensor visible, Tensor hiddenLogits) => -((visible * visibleBias).Sum(-1) + hiddenLogits.Softplus().Sum(-1));

    /// <summary>Draws h, then v.</summary>
    public Tensor Gibbs(Tensor visible, Rng rng) => GibbsFrom(HiddenLogits(visible), rng);

    /// <summary>Draws h, then v, where the hidden logits are known.</summary>
    public Tensor GibbsFrom(Tensor hiddenLogits, Rng rng) => Draw(VisibleLogits(Draw(hiddenLogits, rng)), rng);

    /// <summary>Each unit 1 with probability σ(logit), else 0.</summary>
    public static Tensor Draw(Tensor logits, Rng rng) => rng.Bernoulli(logits.Sigmoid(), logits.Shape);
}
