using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = x + Q·R·tanh(S·Qᵀ·x + b) for vectors x of n elements: m planar steps at once. Q [n, m] has orthonormal columns, R and S [m, m] are upper triangular.
/// </summary>
/// <remarks>
/// Q is a product of Householder reflections. The diagonals of R and S go through tanh, so that RᵢᵢSᵢᵢ &gt; −1 and the map has an inverse. The log-determinant is
/// ∑ᵢ log(1 + RᵢᵢSᵢᵢ(1 − θᵢ²)) with θ = tanh(S·Qᵀ·x + b). The inverse finds v = Qᵀ·x from its last element to its first: each is one equation for one number, which is
/// solved within a bracket.
/// van den Berg, Hasenclever, Tomczak, Welling, Sylvester normalizing flows for variational inference (2018), sections 3.2 and 4.2.
/// </remarks>
public sealed class Sylvester : Bijector
{
    private readonly Tensor[] reflections; // unit vectors […batch, n]
    private readonly Tensor outer, inner, bias, product;
    private readonly int length, count;

    /// <param name="reflections">[…batch, k, n] with k ≥ 1: vectors, not 0, that are reflected; they need not have length 1.</param>
    /// <param name="outer">R, […batch, m, m] with m ≤ n; what stands below its diagonal is not read.</param>
    /// <param name="inner">S, the same shape.</param>
    /// <param name="bias">b, […batch, m].</param>
    public Sylvester(Tensor reflections, Tensor outer, Tensor inner, Tensor bias)
    {
        if (reflections.Rank < 2 || outer.Rank < 2 || outer.Shape[^1] != outer.Shape[^2] || inner.Shape != outer.Shape || bias.Rank < 1 || bias.Shape[^1] != outer.Shape[^1] || outer.Shape[^1] > reflections.Shape[^1])
            throw new ArgumentException($"Sylvester: reflections, outer, inner and bias have shapes {reflections.Shape}, {outer.Shape}, {inner.Shape} and {bias.Shape}; expected […, k, n], […, m, m], […, m, m] and […, m] with m ≤ n.", nameof(reflections));
        (length, count, this.bias) = (reflections.Shape[^1], outer.Shape[^1], bias);
        BatchShape = Shape.Broadcast(Shape.Broadcast(reflections.Shape[..^2], outer.Shape[..^2]), bias.Shape[..^1]);
        var unit = reflections.StopGradient().Abs().Max(-1, keepDimension: true);
        var scaled = reflections / unit;
        var normal = scaled / scaled.Square().Sum(-1, keepDimension: true).Sqrt();
        this.reflections = [.. Enumerable.Range(0, reflections.Shape[^2]).Select(k => normal.Slice(-2, k, 1).Reshape(normal.Shape[..^2].Concat([length])))];
        this.outer = UpperTriangle(outer);
        this.inner = UpperTriangle(inner);
        product = this.outer.Diagonal() * this.inner.Diagonal();
    }

    public override int EventRank => 1;

    public override Shape BatchShape { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        var tanh = (Times(inner, Coordinates(x)) + bias).Tanh();
        return (x + Combined(Times(outer, tanh)), LogDet(tanh));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        var target = Coordinates(y);
        // Row i of v + R·tanh(S·v + b) = Qᵀ·y, given the elements behind i.
        var v = new Tensor[count];
        var tanh = new Tensor[count];
        for (var i = count - 1; i >= 0; i--)
        {
            Tensor rest = Element(target, i), inside = Element(bias, i);
            for (var j = i + 1; j < count; j++)
            {
                rest -= Entry(outer, i, j) * tanh[j];
                inside += Entry(inner, i, j) * v[j];
            }
            v[i] = TanhRoot.Apply(rest, Entry(outer, i, i), Entry(inner, i, i), inside);
            tanh[i] = (Entry(inner, i, i) * v[i] + inside).Tanh();
        }
        var joined = Tensor.Concat(-1, [.. tanh.Select(t => t.ForEvents(1))]);
        return (y - Combined(Times(outer, joined)), -LogDet(joined));
    }

    private Tensor LogDet(Tensor tanh) => (1 + product * (1 - tanh.Square())).Log().Sum(-1);

    /// <summary>Qᵀ·x: the first m elements of the reflected vector.</summary>
    private Tensor Coordinates(Tensor x)
    {
        CheckEventLength(x, length);
        foreach (var normal in reflections) x = Reflected(x, normal);
        return x.Slice(-1, 0, count);
    }

    /// <summary>Q·v.</summary>
    private Tensor Combined(Tensor v)
    {
        var x = v.Pad(-1, 0, length - count);
        foreach (var normal in reflections.Reverse()) x = Reflected(x, normal);
        return x;
    }

    private static Tensor Reflected(Tensor x, Tensor normal) => x - normal * ((x * normal).Sum(-1, keepDimension: true) * 2);

    private static Tensor Times(Tensor matrix, Tensor v) => (matrix * v.Reshape([.. v.Shape.Dimensions[..^1], 1, v.Shape[^1]])).Sum(-1);

    private static Tensor Element(Tensor v, int i) => v.Slice(-1, i, 1).SumLast(1);

    private static Tensor Entry(Tensor matrix, int i, int j) => matrix.Slice(-2, i, 1).Slice(-1, j, 1).SumLast(2);

    // Zeros below the diagonal, and tanh of the diagonal.
    private static Tensor UpperTriangle(Tensor matrix)
    {
        var n = matrix.Shape[^1];
        var above = Tensor.Zeros([n, n]);
        for (var i = 0; i < n; i++)
            for (var j = i + 1; j < n; j++) above.Span[i * n + j] = 1;
        return matrix * above + matrix.Diagonal().Tanh().ForEvents(1) * Tensor.Identity(n);
    }
}
