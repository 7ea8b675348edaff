using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The numbers for which a predicate holds, element by element.</summary>
internal sealed class ElementSupport<TPredicate>(TPredicate predicate, float interior, string name) : Support where TPredicate : struct, IUnary
{
    public override Tensor Contains(Tensor value) => new Unary<TPredicate>(predicate).Apply(value);

    public override bool ContainsAll(Tensor value) => Predicates.All(predicate, value);

    public override Tensor InteriorPoint(Shape shape) => interior;

    public override string ToString() => name;
}
