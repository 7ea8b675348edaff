using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// The directions that contrastive divergence takes for gradients, opposite to the ascent of the likelihood: with x = ⟨v⟩, y = ⟨h⟩, Δ model − data and
/// offsets μ and λ, ΔW = Δ⟨v(h − λ)ᵀ⟩ − μ Δyᵀ, Δa = Δx − ΔW λ, Δb = Δy − ΔWᵀ μ; without offsets ΔW = Δ⟨vhᵀ⟩, Δa = Δx, Δb = Δy.
/// </summary>
/// <param name="Weight">ΔW, [visible, hidden].</param>
/// <param name="VisibleBias">Δa, [visible].</param>
/// <param name="HiddenBias">Δb, [hidden].</param>
internal sealed record Directions(Tensor Weight, Tensor VisibleBias, Tensor HiddenBias)
{
    public static Directions Plain(Moments data, Moments model) =>
        new(Moments.Difference(data, model, null, null), model.Visible - data.Visible, model.Hidden - data.Hidden);

    /// <param name="data">The moments of a batch.</param>
    /// <param name="model">The moments of the chains.</param>
    /// <param name="mu">μ, [visible].</param>
    /// <param name="lambda">λ, [hidden].</param>
    public static Directions Centered(Moments data, Moments model, Tensor mu, Tensor lambda)
    {
        Tensor x = model.Visible - data.Visible, y = model.Hidden - data.Hidden, column = mu.Reshape([x.Length, 1]);
        var w = Moments.Difference(data, model, lambda, -(column * y));
        var (byLambda, byMu) = (w.MatMul(lambda.Reshape([y.Length, 1])), mu.Reshape([1, x.Length]).MatMul(w));
        return new Directions(w, x - byLambda.Reshape(x.Shape), y - byMu.Reshape(y.Shape));
    }
}
