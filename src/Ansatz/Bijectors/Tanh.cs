using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y = tanh x, elementwise, from the reals to (−1, 1); log-determinant log(1 − tanh² x).</summary>
/// <remarks>
/// 1 − tanh² x rounds to 0 from |x| = 9 on, so the log-determinant is computed as 2(log 2 − x − softplus(−2x)), which is the same and never
/// overflows; the inverse, atanh y = ½(log1p(y) − log1p(−y)), and its log-determinant −log1p(y) − log1p(−y) keep the distance of y to ±1.
/// In float, tanh x is exactly ±1 from |x| = 9.02 on: such a y lies outside the codomain.
/// </remarks>
public sealed class Tanh : Bijector
{
    private static readonly Support OpenInterval = Support.Interval(-1, 1, inclusive: false);

    public override Support Codomain => OpenInterval;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) =>
        (x.Tanh(), (x + (-2 * x).Softplus()).Affine(-2, 1.386294361f));

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        Tensor above = y.Log1p(), below = (-y).Log1p();
        return ((above - below) * 0.5f, -(above + below));
    }

    public override Tensor Forward(Tensor x) => x.Tanh();
}
