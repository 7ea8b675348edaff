using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>yᵢ = x at position orderᵢ, for vectors x; log-determinant 0.</summary>
public sealed class Permute : Bijector
{
    private readonly int[] order;
    private readonly int[] inverse;

    /// <param name="order">Each of 0, …, n − 1 once.</param>
    public Permute(params int[] order)
    {
        this.order = [.. order];
        inverse = new int[order.Length];
        Array.Fill(inverse, -1);
        for (var i = 0; i < order.Length; i++)
        {
            if (order[i] < 0 || order[i] >= order.Length || inverse[order[i]] >= 0)
                throw new ArgumentException($"Permute: [{string.Join(", ", order)}] is no permutation, position {i} is out of range or repeats; expected each of 0 to {order.Length - 1} once.", nameof(order));
            inverse[order[i]] = i;
        }
    }

    public override int EventRank => 1;

    public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => Reorder(x, order);

    public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => Reorder(y, inverse);

    private (Tensor Result, Tensor LogDet) Reorder(Tensor value, int[] positions)
    {
        CheckEventLength(value, positions.Length);
        var result = value.Gather(-1, positions);
        return (result, NoVolumeChange(result));
    }
}
