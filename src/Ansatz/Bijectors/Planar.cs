using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>
/// y = x + û·tanh(w·x + b) for vectors x, with û = u + (log(1 + e^{u·w}) − 1 − u·w)·w/‖w‖², so that û·w &gt; −1 and the map has an inverse.
/// </summary>
/// <remarks>
/// With θ = tanh(w·x + b) the determinant 1 + û·w(1 − θ²) is θ² + softplus(u·w)(1 − θ²), a sum of positive terms. The inverse needs only the number v = w·x, which
/// solves v + û·w·tanh(v + b) = w·y. It is found within a bracket, so it always converges.
/// Rezende and Mohamed, Variational inference with normalizing flows (2015), equations 10 to 12 and appendix A.1.
/// </remarks>
public sealed class Planar : Bijector
{
    private const float SmallestSquare = 1e-30f;

    private readonly Tensor w, b, direction, rise, positive; // û, û·w and û·w + 1

    /// <param name="u">[…batch, n].</param>
    /// <param name="w">[…batch, n].</param>
    /// <param name="b">[…batch].</param>
    public Planar(Tensor u, Tensor w, Tensor b)
    {
        if (u.Rank == 0 || w.Rank == 0 || u.Shape[^1] != w.Shape[^1])
            throw new ArgumentException($"Planar: u and w have shapes {u.Shape} and {w.Shape}; expected […batch, n] with the same n.", nameof(u));
        BatchShape = Shape.Broadcast(Shape.Broadcast(u.Shape[..^1], w.Shape[..^1]), b.Shape);
        (this.w, this.b) = (w, b);
        var product = (u * w).Sum(-1);
        positive = product.Softplus();
        rise = positive - 1;
        direction = u + ((rise - product) / w.Square().Sum(-1).Maximum(SmallestSquare)).ForEvents(1) * w;
    }

    public override int EventRank => 1;

    public override Shape BatchShape { get; }

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
    {
        CheckEventLength(x, w.Shape[^1]);
        var tanh = ((x * w).Sum(-1) + b).Tanh();
        return (x + direction * tanh.ForEvents(1), LogDet(tanh));
    }

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
    {
        CheckEventLength(y, w.Shape[^1]);
        var tanh = (TanhRoot.Apply((y * w).Sum(-1), rise, 1f, b) + b).Tanh();
        return (y - direction * tanh.ForEvents(1), -LogDet(tanh));
    }

    private Tensor LogDet(Tensor tanh)
    {
        var square = tanh.Square();
        return (square + positive * (1 - square)).Log();
    }
}
