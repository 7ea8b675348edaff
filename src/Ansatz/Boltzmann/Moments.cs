using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>Examples, or chains, and the means of their units.</summary>
/// <param name="units">v, [N, visible].</param>
/// <param name="hiddenLogits">Their hidden units' logits, [N, hidden]; hidden units enter by their probabilities.</param>
internal sealed class Moments(VisibleUnits units, Tensor hiddenLogits)
{
    private readonly VisibleUnits units = units;
    private readonly Tensor probabilities = hiddenLogits.Sigmoid();
    private Tensor? visible, hidden;

    /// <summary>⟨v⟩, [visible].</summary>
    public Tensor Visible => visible ??= units.Mean();

    /// <summary>⟨h⟩, [hidden].</summary>
    public Tensor Hidden => hidden ??= probabilities.Mean(0);

    /// <summary>start + ⟨v(h − λ)ᵀ⟩ of chains − ⟨v(h − λ)ᵀ⟩ of examples, [visible, hidden].</summary>
    /// <param name="data">The moments of examples.</param>
    /// <param name="model">The moments of chains.</param>
    /// <param name="hiddenOffset">λ, [hidden]; null is 0.</param>
    /// <param name="start">[visible, hidden], overwritten; null is 0.</param>
    public static Tensor Difference(Moments data, Moments model, Tensor? hiddenOffset, Tensor? start) =>
        VisibleUnits.Difference(data.units, data.Deviations(hiddenOffset), model.units, model.Deviations(hiddenOffset), start);

    private Tensor Deviations(Tensor? offset) => offset is null ? probabilities : probabilities - offset;
}
