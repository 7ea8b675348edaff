using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// y = −½z² − log σ − ½ log 2π with z = (x − μ)/σ and one constant σ: the log-density of normals, in one pass over memory.
/// </summary>
/// <remarks>Backward: gμ = g·z/σ, gx = −g·z/σ. The values have the bits of <see cref="NormalDensity"/>, for which σ is a tensor.</remarks>
internal sealed class NormalScore(float scale) : Op
{
    public float Scale => scale;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ElementwiseLoops.Map(new Score(scale, VectorMath.Log(Vector512.Create(scale))[0]), inputs[0].Span, inputs[1].Span, y.Span);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        for (var i = 0; i < 2; i++)
        {
            if (!step.Needs(i)) continue;
            var g = step.Allocate(step.Output.Shape);
            ElementwiseLoops.MapSlope(new Slope(scale, i == 0 ? -1 : 1), step.Input(0).Span, step.Input(1).Span, step.Output.Span, step.Gradient.Span, g.Span);
            step.Add(i, g);
        }
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => 5L * output.Length;

    private readonly struct Score(float scale, float logScale) : IBinaryValue
    {
        private const float HalfLogTwoPi = 0.9189385332f;

        public Vector512<float> Value(Vector512<float> x, Vector512<float> mean)
        {
            var z = (x - mean) / Vector512.Create(scale);
            return Vector512.Create(-0.5f) * z * z - Vector512.Create(HalfLogTwoPi) - Vector512.Create(logScale);
        }
    }

    private readonly struct Slope(float scale, float sign) : IPartialSlope
    {
        public Vector512<float> Times(Vector512<float> g, Vector512<float> x, Vector512<float> mean, Vector512<float> y) =>
            g * ((x - mean) / Vector512.Create(scale)) * Vector512.Create(sign / scale);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>log N(x; μ, σ²), elementwise, x and μ broadcast; σ &gt; 0.</summary>
        internal Tensor NormalScore(Tensor mean, float scale)
        {
            var shape = Shape.Broadcast(x.Shape, mean.Shape);
            return new NormalScore(scale).Apply(x.BroadcastTo(shape, mean.Tape), mean.BroadcastTo(shape, x.Tape));
        }
    }
}
