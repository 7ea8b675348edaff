using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// y = γ·(x − μ)/√(σ² + ε) + β with mean and biased variance of each example's last dimension; training and evaluation are the same.
/// </summary>
/// <remarks>Ba, Kiros and Hinton, Layer normalization (2016).</remarks>
/// <param name="features">The length of the last dimension.</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class LayerNormalization(int features, float epsilon = 1e-5f) : Layer
{
    /// <summary>γ, [features].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([features]);

    /// <summary>β, [features].</summary>
    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([features]);

    public override Tensor Forward(Tensor x, Pass pass = default)
    {
        if (x.Rank == 0 || x.Shape[^1] != features)
            throw new ArgumentException($"LayerNormalization: found shape {x.Shape}, expected […, {features}].", nameof(x));
        return Standardization.Over(x, epsilon, -1) * pass[Weight] + pass[Bias];
    }

    protected override void InitializeOwn(Rng rng) => Initializers.Constant(Weight, 1);

    public override string Describe() => $"{nameof(LayerNormalization)}({features})";
}

/// <summary>Mean 0 and variance 1 along some dimensions.</summary>
internal static class Standardization
{
    /// <summary>(x − μ)/√(σ² + ε) with the mean and biased variance over the given dimensions.</summary>
    public static Tensor Over(Tensor x, float epsilon, params ReadOnlySpan<int> axes)
    {
        Tensor mean = x;
        foreach (var axis in axes) mean = mean.Mean(axis, keepDimension: true);
        var deviation = x - mean;
        var variance = deviation.Square();
        foreach (var axis in axes) variance = variance.Mean(axis, keepDimension: true);
        return deviation / (variance + epsilon).Sqrt();
    }
}
