using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>Examples, or chains, and the means of their units.</summary>
/// <param name="units">v, [N, visible].</param>
/// <param name="hiddenLogits">Their hidden units' logits, [N, hidden]; hidden units enter by their probabilities.</param>
internal sealed class Moments(VisibleUnits units, Tensor hiddenLogits)
{
    private readonly Tensor probabilities = hiddenLogits.Sigmoid();
    private Tensor? visible, hidden;

    /// <summary>⟨v⟩, [visible].</summary>
    public Tensor Visible => visible ??= units.Mean();

    /// <summary>⟨h⟩, [hidden].</summary>
    public Tensor Hidden => hidden ??= probabilities.Mean(0);

    /// <summary>start + sign·⟨v(h − λ)ᵀ⟩, [visible, hidden]; the start is written over.</summary>
    /// <param name="sign">1 or −1.</param>
    /// <param name="hiddenOffset">λ, [hidden].</param>
    /// <param name="start">[visible, hidden].</param>
    public Tensor AddProducts(int sign, Tensor? hiddenOffset, Tensor start)
    {
        var deviations = hiddenOffset is null ? probabilities : probabilities - hiddenOffset;
        return units.TransposedTimes(deviations * ((float)sign / units.Count), start);
    }
}
