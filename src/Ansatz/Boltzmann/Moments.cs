using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>Means of units and of their products over examples, or over chains.</summary>
/// <param name="Products">⟨vhᵀ⟩, [visible, hidden].</param>
/// <param name="Visible">⟨v⟩, [visible].</param>
/// <param name="Hidden">⟨h⟩, [hidden].</param>
internal sealed record Moments(Tensor Products, Tensor Visible, Tensor Hidden)
{
    /// <param name="visible">v, [N, visible].</param>
    /// <param name="hiddenLogits">Their hidden units' logits, [N, hidden]; hidden units enter by their probabilities.</param>
    public static Moments Of(Tensor visible, Tensor hiddenLogits)
    {
        var hidden = hiddenLogits.Sigmoid();
        return new Moments(visible.Transpose().MatMul(hidden) * (1f / visible.Shape[0]), visible.Mean(0), hidden.Mean(0));
    }

    public static Moments operator -(Moments a, Moments b) => new(a.Products - b.Products, a.Visible - b.Visible, a.Hidden - b.Hidden);

    /// <summary>The same of units from which offsets are taken: ⟨(v − μ)(h − λ)ᵀ⟩ is ⟨vhᵀ⟩ − μ⟨h⟩ᵀ − ⟨v⟩λᵀ + μλᵀ, whose last term leaves differences alone.</summary>
    /// <param name="visibleOffset">μ, [visible].</param>
    /// <param name="hiddenOffset">λ, [hidden].</param>
    public Moments Center(Tensor visibleOffset, Tensor hiddenOffset)
    {
        Tensor mu = Column(visibleOffset), products = Products - mu * Hidden - Column(Visible) * hiddenOffset;
        return new Moments(products, Visible - (products * hiddenOffset).Sum(-1), Hidden - (products * mu).Sum(0));
    }

    private static Tensor Column(Tensor x) => x.Reshape([x.Length, 1]);
}
