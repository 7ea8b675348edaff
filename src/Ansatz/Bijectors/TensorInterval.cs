using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>low ≤ x ≤ high with tensors as bounds.</summary>
internal sealed class TensorInterval(Tensor low, Tensor high) : Support
{
    // A difference of floats has the sign of the comparison, underflow being gradual; infinite and NaN values give 0 in one of the two.
    public override Tensor Contains(Tensor value) =>
        (value - low).IsBetween(0, float.MaxValue) * (high - value).IsBetween(0, float.MaxValue);

    public override Tensor InteriorPoint(Shape shape) => low * 0.5f + high * 0.5f;

    public override string ToString() => "[low, high]";
}
