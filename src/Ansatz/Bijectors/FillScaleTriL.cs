using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// Fills the rows of a lower triangular n × n matrix with a vector of n(n + 1)/2 numbers and makes its diagonal positive: from the reals to what
/// <see cref="ScaleTriL"/> and a normal distribution take as scaleTriL.
/// </summary>
/// <remarks>
/// The density of the matrix is taken over its lower triangle. The log-determinant is that of the diagonal's map. The order is (1,1), (2,1), (2,2), (3,1), ….
/// </remarks>
public sealed class FillScaleTriL : Bijector
{
    private const float SmallestDiagonal = 1e-5f;

    private readonly Bijector diagonal;

    /// <param name="diagonal">From the reals to positive numbers, elementwise; left out, softplus + 10⁻⁵.</param>
    public FillScaleTriL(Bijector? diagonal = null)
    {
        this.diagonal = diagonal ?? new Chain(new Softplus(), new Shift(SmallestDiagonal));
        if (this.diagonal.EventRank != 0)
            throw new ArgumentException($"FillScaleTriL: {this.diagonal.GetType().Name} maps events of {this.diagonal.EventRank} dimensions; expected an elementwise bijector.", nameof(diagonal));
        Codomain = new EventSupport(2, Contains, shape => Tensor.Identity(shape[0]) * this.diagonal.Codomain.InteriorPoint([shape[0], shape[0]]),
            "the lower triangular matrices with a positive diagonal");
    }

    public override int EventRank => 2;

    public override int InputEventRank => 1;

    public override int OutputEventRank => 2;

    public override Support Codomain { get; }

    public override Shape ForwardEventShape(Shape inputEventShape)
    {
        var n = Triangular.SideOf(inputEventShape[^1]);
        return n > 0 ? [n, n]
            : throw new ArgumentException($"FillScaleTriL: the value has events of {inputEventShape[^1]} elements; expected n(n + 1)/2, such as 1, 3, 6 or 10.", nameof(inputEventShape));
    }

    public override Shape InverseEventShape(Shape outputEventShape) => [outputEventShape[^1] * (outputEventShape[^1] + 1) / 2];

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var matrix = ForwardEventShape(x.Shape[^1..]);
        var n = matrix[0];
        var (positive, logDet) = diagonal.ForwardAndLogDet(x.Gather(-1, Triangular.DiagonalPositions(n)));
        var entries = Tensor.Concat(-1, x, positive);
        // The diagonal comes from the mapped numbers behind the n(n + 1)/2 given ones.
        var y = entries.Gather(-1, [.. Triangular.Sources(n).Select((from, at) => at % (n + 1) == 0 ? x.Shape[^1] + at / (n + 1) : from)]);
        return (y.Reshape(x.Shape[..^1].Concat(matrix)), logDet.Sum(-1));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var n = y.Shape[^1];
        var (free, logDet) = diagonal.InverseAndLogDet(y.Diagonal());
        var entries = Tensor.Concat(-1, y.Reshape(y.Shape[..^2].Concat([n * n])), free);
        var x = entries.Gather(-1, [.. Triangular.LowerPositions(n).Select(at => at % (n + 1) == 0 ? n * n + at / (n + 1) : at)]);
        return (x, logDet.Sum(-1));
    }

    private Tensor Contains(Tensor y) =>
        y.IsFinite().AllLast(2) * (y - y.LowerTriangle()).IsBetween(0, 0).AllLast(2) * diagonal.Codomain.Contains(y.Diagonal()).AllLast(1);
}
