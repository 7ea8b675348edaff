using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// y = activation(γ·(x − μ)/√(σ² + ε) + β) over all but the last dimension: in training by the batch's mean and biased variance, in evaluation by moving
/// ones, which follow as moving ← momentum·moving + (1 − momentum)·batch.
/// </summary>
/// <remarks>
/// Ioffe and Szegedy, Batch normalization (2015). The moving variance is the biased one. The moving statistics start at 0 and 1 and need several times
/// 1/(1 − momentum) steps to converge. With the default momentum of 0.99 the start has a share of 0.37 after 100 steps and of 0.007 after 500. For shorter
/// trainings use 0.9; otherwise the model that is evaluated differs from the one that was trained.
/// </remarks>
/// <param name="channels">The length of the last dimension.</param>
/// <param name="momentum">How much of the moving statistics stays at a step, in [0, 1); smaller for short trainings.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="activation">Left out, none.</param>
public sealed class BatchNormalization(int channels, float momentum = 0.99f, float epsilon = 1e-3f, Activation? activation = null) : Layer
{
    public override Activation Activation { get; } = activation ?? Activation.None;

    /// <summary>γ, [channels].</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([channels]);

    /// <summary>β, [channels].</summary>
    [field: SavedAs("bias")]
    public Parameter Bias { get; } = new([channels]);

    [field: SavedAs("runningMean")]
    public Parameter RunningMean { get; } = new([channels], isTrainable: false);

    [field: SavedAs("runningVariance")]
    public Parameter RunningVariance { get; } = new([channels], isTrainable: false);

    public override Tensor Forward(Tensor x, Pass pass = default)
    {
        if (!pass.IsTraining)
            return Activation.Finish(x.Normalize(pass[RunningMean], pass[RunningVariance], pass[Weight], pass[Bias], epsilon, Activation.FusedSlope));
        var (y, mean, variance) = x.BatchNormalize(pass[Weight], pass[Bias], epsilon, Activation.FusedSlope);
        pass.Collect(RunningMean, mean, momentum);
        pass.Collect(RunningVariance, variance, momentum);
        return Activation.Finish(y);
    }

    protected override void InitializeOwn(Rng rng)
    {
        Initializers.Constant(Weight, 1);
        Initializers.Constant(RunningVariance, 1);
    }

    public override string Describe() => Line($"{channels}");
}
