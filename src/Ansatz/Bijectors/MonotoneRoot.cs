using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>Solves logit(∑ₖ wₖ·σ(aₖ·x + bₖ)) = y for x in double, without a gradient.</summary>
internal static class MonotoneRoot
{
    private const int MostSteps = 120;

    /// <param name="y">Any shape.</param>
    /// <param name="logWeights">[…, K].</param>
    /// <param name="slopes">[…, K].</param>
    /// <param name="shifts">[…, K].</param>
    /// <returns>x in the shape that y and […] broadcast to.</returns>
    public static Tensor Find(Tensor y, Tensor logWeights, Tensor slopes, Tensor shifts)
    {
        var count = slopes.Shape[^1];
        var shape = Shape.Broadcast(y.Shape, slopes.Shape[..^1]);
        var tape = y.Tape ?? slopes.Tape;
        Tensor Whole(Tensor units) => units.StopGradient().BroadcastTo(shape.Concat([count]), tape);
        var x = Tensor.Allocate(shape, tape);
        Pieces.For(x.Length, 100 * count, new Body(y.StopGradient().BroadcastTo(shape, tape), Whole(logWeights), Whole(slopes), Whole(shifts), x, count));
        return x;
    }

    private readonly struct Body(Tensor y, Tensor logWeights, Tensor slopes, Tensor shifts, Tensor x, int count) : IParallelBody
    {
        public void Invoke(int index)
        {
            ReadOnlySpan<float> w = logWeights.Span.Slice(index * count, count), a = slopes.Span.Slice(index * count, count), b = shifts.Span.Slice(index * count, count);
            double target = y.Span[index], low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (var k = 0; k < count; k++)
            {
                var alone = (target - b[k]) / a[k];
                (low, high) = (Math.Min(low, alone), Math.Max(high, alone));
            }
            var root = low + 0.5 * (high - low);
            for (var i = 0; i < MostSteps && low < high; i++)
            {
                var (value, slope) = At(root, w, a, b);
                if (value > target) high = root;
                else low = root;
                var next = root - (value - target) / slope;
                if (!(next > low && next < high)) next = low + 0.5 * (high - low);
                if (Math.Abs(next - root) <= 1e-13 * Math.Abs(root)) break;
                root = next;
            }
            x.Span[index] = (float)root;
        }

        // The value and its slope, as MonotoneSigmoids has them, each sum in units of its largest term.
        private static (double Value, double Slope) At(double x, ReadOnlySpan<float> w, ReadOnlySpan<float> a, ReadOnlySpan<float> b)
        {
            double largestUp = double.NegativeInfinity, largestDown = double.NegativeInfinity;
            for (var k = 0; k < w.Length; k++)
            {
                var z = a[k] * x + b[k];
                (largestUp, largestDown) = (Math.Max(largestUp, w[k] - Softplus(-z)), Math.Max(largestDown, w[k] - Softplus(z)));
            }
            double up = 0, down = 0, slope = 0;
            for (var k = 0; k < w.Length; k++)
            {
                double z = a[k] * x + b[k], logUp = -Softplus(-z), logDown = -Softplus(z);
                up += DoubleMath.Exp(w[k] + logUp - largestUp);
                down += DoubleMath.Exp(w[k] + logDown - largestDown);
                slope += a[k] * DoubleMath.Exp(w[k] + logUp + logDown - largestUp - largestDown);
            }
            return (largestUp - largestDown + DoubleMath.Log(up) - DoubleMath.Log(down), slope / (up * down));
        }

        private static double Softplus(double z) => Math.Max(z, 0) + DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(z)));
    }
}
