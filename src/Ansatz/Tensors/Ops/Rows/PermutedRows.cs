namespace Ansatz.Tensors;

/// <summary>yⱼ = x at position orderⱼ.</summary>
internal sealed unsafe class PermutedRows(int[] order) : RowStep
{
    public override void Forward(in RowBlock rows)
    {
        double* x = rows.X, y = rows.Y;
        for (var row = 0; row < rows.Count; row++, x += order.Length, y += order.Length)
            for (var j = 0; j < order.Length; j++) y[j] = x[order[j]];
    }

    public override void Backward(in RowBlock rows)
    {
        var copy = stackalloc float[order.Length];
        var g = rows.Gradient;
        for (var row = 0; row < rows.Count; row++, g += order.Length)
        {
            for (var j = 0; j < order.Length; j++) copy[j] = g[j];
            for (var j = 0; j < order.Length; j++) g[order[j]] = copy[j];
        }
    }
}
