using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>y = activation(x·W + b), x [N…, inputFeatures], W [inputFeatures, outputFeatures].</summary>
/// <param name="inputFeatures">The length of x's last dimension.</param>
/// <param name="outputFeatures">The length of y's last dimension.</param>
/// <param name="activation">Left out, none.</param>
/// <param name="start">The convention of the first weights.</param>
public sealed class Dense(int inputFeatures, int outputFeatures, Activation? activation = null, WeightInitialization start = WeightInitialization.Glorot) : Layer
{

    public override Activation Activation { get; } = activation ?? Activation.None;

    /// <summary>[inputFeatures, outputFeatures].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([inputFeatures, outputFeatures]);

    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([outputFeatures]);

    public override Tensor Forward(Tensor x, Pass pass = default) =>
        Activation.Finish(x.Linear(pass[Weight], pass[Bias], Activation.FusedSlope));

    protected override void InitializeOwn(Rng rng) => Initializers.Start(start, Weight, Bias, inputFeatures, outputFeatures, rng);

    public override string Describe() => Line($"{inputFeatures} → {outputFeatures}");
}
