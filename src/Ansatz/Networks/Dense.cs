using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>y = activation(x·W + b), x [N…, inputFeatures], W [inputFeatures, outputFeatures].</summary>
/// <param name="inputFeatures">The length of x's last dimension.</param>
/// <param name="outputFeatures">The length of y's last dimension.</param>
/// <param name="activation">Left out, none.</param>
/// <param name="start">The convention of the first weights.</param>
public sealed class Dense(int inputFeatures, int outputFeatures, Activation? activation = null, WeightStart start = WeightStart.Glorot) : Layer
{
    private readonly Activation activation = activation ?? Activation.None;

    public Parameter Weight { get; } = new([inputFeatures, outputFeatures]);

    public Parameter Bias { get; } = new([outputFeatures]);

    public override Tensor Forward(Tensor x, Pass pass = default) =>
        activation.Finish(x.Linear(pass[Weight], pass[Bias], activation.FusedSlope));

    protected override void InitializeOwn(Rng rng) => Initializers.Start(start, Weight, Bias, inputFeatures, outputFeatures, rng);

    public override string Describe() => Describing.Layer(nameof(Dense), $"{inputFeatures} → {outputFeatures}", activation);
}

/// <summary>The one form of a layer's line in a summary.</summary>
internal static class Describing
{
    public static string Layer(string name, string shape, Activation activation) =>
        activation.Name.Length == 0 ? $"{name}({shape})" : $"{name}({shape}, {activation})";
}
