using Ansatz.Bijectors;

namespace Ansatz.Onnx.Translators;

/// <summary>Functions that the library computes by a search.</summary>
internal static class Roots
{
    // A step halves the bracket or does better, so the root is found to 2⁻⁴⁸ of the bracket at least.
    private const int Steps = 48;

    public static void AddTo(OnnxTranslators to) => to.AddScalar<TanhRoot>(x => OfTanh(x[0], x[1], x[2], x[3]));

    /// <summary>The v with v + a·tanh(w·v + c) = t, by Newton's method within a bracket, as <see cref="TanhRoot"/> finds it.</summary>
    private static OnnxValue OfTanh(OnnxValue t, OnnxValue a, OnnxValue w, OnnxValue c)
    {
        return t.Graph.Loop(Steps, [t - a * Tanh(w * t + c), t - a.Abs(), t + a.Abs()], state =>
        {
            var (v, low, high) = (state[0], state[1], state[2]);
            var tanh = Tanh(w * v + c);
            var excess = v - t + a * tanh;
            var isAbove = excess.IsAbove(0);
            (low, high) = (isAbove.Choose(low, v), isAbove.Choose(v, high));
            var next = v - excess / (1 + a * w * (1 - tanh * tanh));
            var isInside = next.IsAtLeast(low).And(high.IsAtLeast(next));
            return [isInside.Choose(next, low + 0.5 * (high - low)), low, high];
        });
    }

    // In double, for which the operator Tanh is not everywhere.
    private static OnnxValue Tanh(OnnxValue x)
    {
        var e = (x.Abs() * -2).Exp();
        return x.Graph.Node("Sign", [x]) * (1 - e) / (1 + e);
    }
}
