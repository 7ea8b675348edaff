using System.Runtime.Intrinsics;
using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Outside;

/// <summary>An elementwise op: y = x/(1 + |x|) with the slope 1/(1 + |x|)².</summary>
internal readonly struct SoftSignFunction : IUnary
{
    public string Name => "SoftSign";

    public Vector512<float> Value(Vector512<float> x) => x / (Vector512<float>.One + Vector512.Abs(x));

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y)
    {
        var root = Vector512<float>.One + Vector512.Abs(x);
        return Vector512<float>.One / (root * root);
    }
}

internal static class SoftSignExtensions
{
    public static Tensor SoftSign(this Tensor x) => x.Map(default(SoftSignFunction));
}

/// <summary>A bijector made of that op, from the reals to (−1, 1).</summary>
internal sealed class SoftSign : Bijector
{
    public override Support Codomain { get; } = Support.Interval(-1, 1, inclusive: false);

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x.SoftSign(), -2 * (1 + x.Abs()).Log());

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var rest = 1 - y.Abs();
        return (y / rest, -2 * rest.Log());
    }
}
