using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>y = activation(x·(W∘M) + b) with a mask M of zeros and ones: a dense layer in which some inputs do not reach some outputs.</summary>
/// <param name="mask">[in, out].</param>
/// <param name="activation">What follows.</param>
/// <param name="start">The convention of the first weights.</param>
internal sealed class MaskedDense(Tensor mask, Activation activation, WeightInitialization start) : Layer
{
    public override Activation Activation { get; } = activation;

    /// <summary>[in, out].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new(mask.Shape);

    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new(mask.Shape[1..]);

    /// <summary>M, [in, out].</summary>
    public Tensor Mask => mask;

    /// <summary>W∘M.</summary>
    public Tensor Masked(Pass pass) => pass[Weight] * mask;

    public override Tensor Forward(Tensor x, Pass pass = default) => Activation.Finish(x.Linear(Masked(pass), pass[Bias], Activation.FusedSlope));

    protected override void InitializeOwn(Rng rng) => Initializers.Start(start, Weight, Bias, mask.Shape[0], mask.Shape[1], rng);

    public override string Describe() => $"{nameof(MaskedDense)}({mask.Shape[0]} → {mask.Shape[1]})";
}
