using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// Batch normalization as a bijector, u = (y − μ)/√(σ² + ε)·e^γ + β from data to noise: in training by the batch's mean and variance, in evaluation by moving ones. Its log-determinant from noise
/// to data is ∑ᵢ(½ log(σᵢ² + ε) − γᵢ).
/// </summary>
/// <remarks>Papamakarios, Pavlakou, Murray, Masked autoregressive flow for density estimation (2017), equations 10 and 21 of its appendix B.</remarks>
/// <param name="channels">The length of the last dimension.</param>
/// <param name="momentum">How much of the moving statistics stays at a step, in [0, 1).</param>
/// <param name="epsilon">Added to the variance.</param>
public sealed class InvertibleBatchNormalization(int channels, float momentum = 0.9f, float epsilon = 1e-5f) : Module
{
    /// <summary>γ, [channels].</summary>
    [field: SavedAs("logWeight")]
    public Parameter LogWeight { get; } = new([channels]);

    /// <summary>β, [channels].</summary>
    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([channels]);

    [field: SavedAs("runningMean")]
    public Parameter RunningMean { get; } = new([channels], isTrainable: false);

    [field: SavedAs("runningVariance")]
    public Parameter RunningVariance { get; } = new([channels], isTrainable: false);

    /// <summary>From noise to data.</summary>
    public Bijector Given(Pass pass = default)
    {
        var (shift, logScale) = Numbers(pass[RunningMean], pass[RunningVariance], pass);
        return new LogScaleAffine(shift, logScale, pass.IsTraining ? Observe : null);

        (Tensor, Tensor) Observe(Tensor y)
        {
            var (mean, variance) = Moments(y);
            pass.Collect(RunningMean, mean, momentum);
            pass.Collect(RunningVariance, variance, momentum);
            return Numbers(mean, variance, pass);
        }
    }

    /// <summary>The mean and the biased variance of each element of the last dimension.</summary>
    internal static (Tensor Mean, Tensor Variance) Moments(Tensor y)
    {
        var rows = y.Reshape([y.Shape[..^1].Size, y.Shape[^1]]);
        var mean = rows.Mean(0);
        return (mean, (rows - mean).Square().Mean(0));
    }

    protected override void InitializeOwn(Rng rng) => Initializers.Constant(RunningVariance, 1);

    // y = (u − β)·e^s + μ with s = ½ log(σ² + ε) − γ.
    private (Tensor Shift, Tensor LogScale) Numbers(Tensor mean, Tensor variance, Pass pass)
    {
        var logScale = (variance + epsilon).Log() * 0.5f - pass[LogWeight];
        return (mean - pass[Bias] * logScale.Exp(), logScale);
    }
}
