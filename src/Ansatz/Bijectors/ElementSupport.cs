using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The numbers of which a predicate holds, each judged alone.</summary>
internal sealed class ElementSupport<TPredicate>(TPredicate predicate, float interior, string name) : Support where TPredicate : struct, IUnary
{
    public override Tensor Contains(Tensor value) => new Unary<TPredicate>(predicate).Apply(value);

    public override bool ContainsAll(Tensor value) => Predicates.All(predicate, value.Span);

    public override Tensor InteriorPoint(Shape shape) => interior;

    public override string ToString() => name;
}
