using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>A machine's conditionals without gradients, for chains of many steps: the weights are transposed once.</summary>
internal sealed class Conditionals
{
    private readonly Tensor weight, transposed, visibleBias, hiddenBias;

    /// <param name="machine">The machine; its present parameters are used.</param>
    /// <param name="tape">The tape whose memory holds the transposed weights; null allocates memory.</param>
    public Conditionals(RestrictedBoltzmannMachine machine, Tape? tape = null)
    {
        (weight, visibleBias, hiddenBias) = (machine.Weight.Value, machine.VisibleBias.Value, machine.HiddenBias.Value);
        transposed = (tape?.Enter(weight) ?? weight).Transpose();
    }

    public int VisibleCount => weight.Shape[0];

    public int HiddenCount => weight.Shape[1];

    /// <summary>b + vᵀW, [N, hidden].</summary>
    public Tensor HiddenLogits(VisibleUnits visible) => visible.Times(weight, hiddenBias);

    /// <summary>b + vᵀW for bits, written to the memory given, [N, hidden].</summary>
    public void HiddenLogits(BitMatrix visible, Span<float> logits) => BitProduct.Run(new BitFactors(visible, weight.Span), default, logits, hiddenBias.Span);

    /// <summary>a + Wh for bits, written to the memory given, [N, visible].</summary>
    public void VisibleLogits(BitMatrix hidden, Span<float> logits) => BitProduct.Run(new BitFactors(hidden, transposed.Span), default, logits, visibleBias.Span);

    /// <summary>F(v) where the hidden logits of v are known, [N].</summary>
    public Tensor FreeEnergy(VisibleUnits visible, Tensor hiddenLogits) =>
        -(visible.Times(visibleBias.Reshape([VisibleCount, 1]), Tensor.Zeros([1])).Reshape([visible.Count]) + hiddenLogits.Softplus().Sum(-1));
}
