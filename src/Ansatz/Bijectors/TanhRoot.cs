using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The v with v + a·tanh(w·v + c) = t, of (t, a, w, c) with a·w &gt; −1, where the left side rises: what inverts planar and Sylvester flows.</summary>
/// <remarks>
/// v lies between t − |a| and t + |a|. Newton's steps that leave this bracket are replaced by its middle, and each step narrows it. With θ = tanh(w·v + c),
/// s = 1 − θ² and D = 1 + a·w·s the slopes are 1/D, −θ/D, −a·s·v/D and −a·s/D.
/// </remarks>
internal readonly struct TanhRoot : IScalarFunction
{
    private const int MostSteps = 200;

    public string Name => nameof(TanhRoot);

    public static Tensor Apply(Tensor target, Tensor a, Tensor w, Tensor c) => ScalarFunction<TanhRoot>.Apply(default, target, a, w, c);

    public double Value(ReadOnlySpan<double> x)
    {
        double t = x[0], a = x[1], w = x[2], c = x[3];
        double low = t - Math.Abs(a), high = t + Math.Abs(a), v = t - a * DoubleMath.Tanh(w * t + c);
        for (var i = 0; i < MostSteps && low < high; i++)
        {
            double tanh = DoubleMath.Tanh(w * v + c), excess = v - t + a * tanh;
            if (excess == 0) break;
            if (excess > 0) high = v;
            else low = v;
            var next = v - excess / (1 + a * w * (1 - tanh * tanh));
            var isInside = next > low && next < high;
            if (!isInside) next = low + 0.5 * (high - low);
            // Newton's steps square the error: after a step of 10⁻⁹, the next one changes nothing.
            var isLast = isInside && Math.Abs(next - v) <= 1e-9 * Math.Abs(next);
            v = next;
            if (isLast) break;
        }
        return v;
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double v = Value(x), tanh = DoubleMath.Tanh(x[2] * v + x[3]), square = (1 - tanh) * (1 + tanh), slope = 1 + x[1] * x[2] * square;
        slopes[0] = 1 / slope;
        slopes[1] = -tanh / slope;
        slopes[2] = -x[1] * square * v / slope;
        slopes[3] = -x[1] * square / slope;
    }
}
