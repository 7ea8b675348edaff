using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// In training, each element is 0 with probability p and divided by 1 − p otherwise, so that its mean stays the same; in evaluation the layer changes nothing.
/// </summary>
/// <remarks>
/// Srivastava et al., Dropout (2014), in its inverted form. The draws come from a stream that is named after the layer's place in the model, so layers
/// drop independently and a step can be repeated.
/// </remarks>
/// <param name="rate">p, in [0, 1).</param>
public sealed class Dropout(float rate) : Layer
{
    private readonly float rate = rate is >= 0 and < 1 ? rate : throw new ArgumentException($"Dropout: the rate is {rate}, expected 0 or more and less than 1.", nameof(rate));

    public override Tensor Forward(Tensor x, Pass pass = default)
    {
        if (!pass.IsTraining || rate == 0) return x;
        var kept = pass.Stream(Path).Uniform(x.Shape, tape: x.Tape).IsBetween(rate, 1);
        return x * (kept / (1 - rate));
    }

    public override string Describe() => $"{nameof(Dropout)}({rate})";
}
