namespace Ansatz.Tensors;

/// <summary>
/// y = leaky(γ·(x − μ)/√(σ² + ε) + β) with the batch's own mean and biased variance over all but the last dimension; leaky is a rectifier with the given
/// slope (1 means none). One pass computes the statistics and one writes the output. Only x and 2·C statistics are kept.
/// </summary>
/// <remarks>
/// Backward, with x̂ = (x − μ)/√(σ² + ε), u the gradient behind the rectifier and M the number of rows: gβ = ∑u, gγ = ∑u·x̂,
/// gx = γ/√(σ² + ε)·(u − gβ/M − x̂·gγ/M), written over the output's gradient if nothing else reads that later. Ioffe and Szegedy, Batch normalization (2015), section 3.
/// </remarks>
internal sealed class BatchNormalize(float epsilon, float negativeSlope) : Op
{
    /// <summary>The batch's mean of each channel, [C].</summary>
    public Tensor Mean { get; private set; } = null!;

    /// <summary>The batch's biased variance of each channel, [C].</summary>
    public Tensor Variance { get; private set; } = null!;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        Tensor x = inputs[0], gamma = inputs[1], beta = inputs[2];
        int channels = x.Shape[^1], rows = x.Length / channels;
        Mean = Tensor.Allocate([channels], tape);
        Variance = Tensor.Allocate([channels], tape);
        var partials = Tensor.Allocate([2, ChannelStatistics.Blocks(rows), channels], tape);
        ChannelStatistics.MeanAndVariance(rows, channels, x.Span, partials.Span, Mean.Span, Variance.Span);
        var y = Tensor.Allocate(x.Shape, tape);
        ChannelStatistics.Normalize(rows, channels, x.Span, Mean.Span, Variance.Span, epsilon, gamma.Span, beta.Span, negativeSlope, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        Tensor x = step.Input(0), gamma = step.Input(1), beta = step.Input(2);
        int channels = x.Shape[^1], rows = x.Length / channels;
        Tensor ggamma = step.Allocate([channels]), gbeta = step.Allocate([channels]), gx = step.AllocateInPlace();
        var partials = step.Allocate([2, ChannelStatistics.Blocks(rows), channels]);
        ChannelStatistics.Backward(rows, channels, x.Span, step.Gradient.Span, Mean.Span, Variance.Span, epsilon,
            gamma.Span, beta.Span, negativeSlope, partials.Span, ggamma.Span, gbeta.Span, gx.Span);
        step.Add(0, gx);
        step.Add(1, ggamma);
        step.Add(2, gbeta);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 8L * output.Length;
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>Batch normalization by x's own statistics over all but the last dimension, and those statistics, [C] each; the variance is the biased one.</summary>
        internal (Tensor Y, Tensor Mean, Tensor Variance) BatchNormalize(Tensor gamma, Tensor beta, float epsilon, float negativeSlope = 1)
        {
            if (x.Rank == 0 || x.Length == 0)
                throw new ArgumentException($"BatchNormalization: found shape {x.Shape}, expected […, channels] with at least one row: an empty batch has no statistics.", nameof(x));
            var channels = x.Shape[^1];
            if (gamma.Shape != [channels] || beta.Shape != [channels])
                throw new ArgumentException($"BatchNormalization: x {x.Shape} has {channels} channels, γ has shape {gamma.Shape} and β {beta.Shape}.", gamma.Shape != [channels] ? nameof(gamma) : nameof(beta));
            var op = new BatchNormalize(epsilon, negativeSlope);
            return (op.Apply(x, gamma, beta), op.Mean, op.Variance);
        }

        /// <summary>Batch normalization by given statistics, [C] each, for x […, C]: leaky(γ·(x − μ)/√(σ² + ε) + β). The statistics are constants.</summary>
        public Tensor Normalize(Tensor mean, Tensor variance, Tensor gamma, Tensor beta, float epsilon, float negativeSlope = 1)
        {
            if (x.Rank == 0) throw new ArgumentException("Normalize: x is a scalar; expected […, channels].", nameof(x));
            Shape channels = [x.Shape[^1]];
            if (mean.Shape != channels || variance.Shape != channels || gamma.Shape != channels || beta.Shape != channels)
                throw new ArgumentException($"Normalize: x {x.Shape} has {channels[0]} channels; the mean has shape {mean.Shape}, the variance {variance.Shape}, γ {gamma.Shape} and β {beta.Shape}.", nameof(x));
            return new NormalizeBy(epsilon, negativeSlope).Apply(x, gamma, beta, mean, variance);
        }
    }
}
