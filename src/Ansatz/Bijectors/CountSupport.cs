using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The integers 0, …, n with an n of its own for each element.</summary>
internal sealed class CountSupport(Tensor high) : Support
{
    public override Tensor Contains(Tensor value) => value.IsIntegerBetween(0, float.MaxValue) * (high - value).IsBetween(0, float.MaxValue);

    public override Tensor InteriorPoint(Shape shape) => 0;

    public override string ToString() => "the integers 0 to n";
}
