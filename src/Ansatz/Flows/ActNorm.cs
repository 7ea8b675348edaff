using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// A shift and a scale for each element of the last dimension, learnt from where the first training batch has mean 0 and variance 1 at the noise's side.
/// </summary>
/// <remarks>
/// The first training pass takes both from its batch, and they are stored after the optimizer's step, like moving statistics.
/// Kingma and Dhariwal, Glow (2018), section 3.1.
/// </remarks>
public sealed class ActNorm(int channels) : Module
{
    private const float Epsilon = 1e-6f;

    [field: SavedAs("shift")]
    public Parameter Shift { get; } = new([channels]);

    [field: SavedAs("logScale")]
    public Parameter LogScale { get; } = new([channels]);

    [SavedAs("isStarted")]
    private readonly Parameter isStarted = new([1], isTrainable: false);

    /// <summary>From noise to data: y = e^s·x + t.</summary>
    public Bijector Given(Pass pass = default)
    {
        Tensor shift = pass[Shift], logScale = pass[LogScale];
        return pass.IsTraining && pass[isStarted].Item() == 0 ? new LogScaleAffine(shift, logScale, Observe) : new LogScaleAffine(shift, logScale);

        (Tensor, Tensor) Observe(Tensor y)
        {
            var (mean, variance) = InvertibleBatchNormalization.Moments(y.StopGradient());
            Tensor start = mean, logStart = (variance + Epsilon).Log() * 0.5f;
            pass.Collect(Shift, start, 0);
            pass.Collect(LogScale, logStart, 0);
            pass.Collect(isStarted, Tensor.Ones([1]), 0);
            // The batch's value with the parameter's gradient.
            return (shift - shift.StopGradient() + start, logScale - logScale.StopGradient() + logStart);
        }
    }
}
