using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>y₁ = x₁, yᵢ = yᵢ₋₁ + e^{xᵢ}: from vectors to vectors whose elements rise. The log-determinant is x₂ + … + xₙ.</summary>
/// <remarks>The inverse is xᵢ = log(yᵢ − yᵢ₋₁). A step that is lost to rounding, so that two elements are equal, lies outside the codomain.</remarks>
public sealed class Ordered : Bijector
{
    private static readonly Support Rising = new EventSupport(1,
        y => y.IsFinite().AllLast(1) * Steps(y).IsBetween(0, float.PositiveInfinity, inclusive: false).AllLast(1),
        shape => Tensor.From([.. Enumerable.Range(0, shape[0]).Select(i => (float)i)]), "the vectors whose elements rise");

    public override int EventRank => 1;

    public override Support Codomain => Rising;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var logSteps = x.Slice(-1, 1, x.Shape[^1] - 1);
        return (Tensor.Concat(-1, x.Slice(-1, 0, 1), logSteps.Exp()).CumulativeSum(), logSteps.Sum(-1));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var logSteps = Steps(y).Log();
        return (Tensor.Concat(-1, y.Slice(-1, 0, 1), logSteps), -logSteps.Sum(-1));
    }

    /// <summary>yᵢ − yᵢ₋₁ for all but the first.</summary>
    private static Tensor Steps(Tensor y) => y.Slice(-1, 1, y.Shape[^1] - 1) - y.Slice(-1, 0, y.Shape[^1] - 1);
}
