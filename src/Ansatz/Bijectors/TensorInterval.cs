using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>low ≤ x ≤ high with tensors as bounds, which may be infinite if a point inside is given.</summary>
internal sealed class TensorInterval(Tensor low, Tensor high, Tensor? interior = null) : Support
{
    public override Tensor Contains(Tensor value) => value.GreaterThanOrEqual(low) * high.GreaterThanOrEqual(value) * value.IsFinite();

    public override Tensor InteriorPoint(Shape shape) => interior ?? low * 0.5f + high * 0.5f;

    public override string ToString() => "[low, high]";
}
