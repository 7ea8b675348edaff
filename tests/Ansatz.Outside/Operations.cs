using Ansatz.Tensors;

namespace Outside;

internal static class Operations
{
    public static void Run()
    {
        float[] x = [-3, -0.5f, 0.25f, 1, 2, 7];
        Check.Near(-0.75, Tensor.From(x).SoftSign()[0].Item(), 1e-6, "the value");
        Check.Gradient(t => t.SoftSign() * t, x, [6], "the slope");
        Check.Done("an elementwise op");

        var weights = Tensor.From([1, -2, 3]);
        Check.Near(-3 + 1 + 0.75, Tensor.From(x, [2, 3]).WeightedSum(weights)[0].Item(), 1e-6, "the value");
        Check.Gradient(t => t.WeightedSum(weights).Square(), x, [2, 3], "the gradient of x");
        Check.Gradient(t => Tensor.From(x, [2, 3]).WeightedSum(t).Square(), [1, -2, 3], [3], "the gradient of the weights");
        Check.Done("a structural op");
    }
}
