namespace Ansatz.Tensors;

/// <summary>A function of a few rows of n numbers each, in double, with its partial derivatives: for scores of vectors whose single-precision form would cancel.</summary>
internal interface IRowFunction
{
    string Name { get; }

    /// <summary>f of the rows, which stand one after the other.</summary>
    double Value(ReadOnlySpan<double> x, int n);

    /// <summary>∂f/∂x for each number of each row.</summary>
    void Slopes(ReadOnlySpan<double> x, int n, Span<double> slopes);
}

/// <summary>
/// Drives any such function along the last dimension: y[…] = f(a[…, :], b[…, :], …), rounded once. If the shapes differ, BroadcastTo runs first as an op of its own.
/// A slope beyond the range of float becomes the largest float, and a gradient of 0 stays 0.
/// </summary>
internal sealed class RowFunction<TFunction>(TFunction function) : Op where TFunction : struct, IRowFunction
{
    public TFunction Function => function;

    public override string Name => function.Name;

    /// <summary>f of tensors that broadcast.</summary>
    public static Tensor Apply(TFunction function, params ReadOnlySpan<Tensor> inputs) => new RowFunction<TFunction>(function).Apply(BroadcastTo.CommonShape(inputs));

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var n = inputs[0].Shape[^1];
        var y = Tensor.Allocate(inputs[0].Shape[..^1], tape);
        var x = new double[n * inputs.Length];
        for (var row = 0; row < y.Length; row++)
        {
            for (var i = 0; i < inputs.Length; i++) Load(inputs[i], row, x.AsSpan(i * n, n));
            y.Span[row] = (float)function.Value(x, n);
        }
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var n = step.Input(0).Shape[^1];
        double[] x = new double[n * step.InputCount], slopes = new double[n * step.InputCount];
        var gradients = new Tensor?[step.InputCount];
        for (var i = 0; i < gradients.Length; i++)
            if (step.Needs(i)) gradients[i] = step.Allocate(step.Input(i).Shape);
        for (var row = 0; row < step.Output.Length; row++)
        {
            var g = step.Gradient.Span[row];
            for (var i = 0; i < gradients.Length; i++) Load(step.Input(i), row, x.AsSpan(i * n, n));
            function.Slopes(x, n, slopes);
            for (var i = 0; i < gradients.Length; i++)
                if (gradients[i] is { } to)
                    for (var k = 0; k < n; k++) to.Span[row * n + k] = g == 0 ? 0 : (float)(g * Math.Clamp(slopes[i * n + k], -float.MaxValue, float.MaxValue));
        }
        for (var i = 0; i < gradients.Length; i++)
            if (gradients[i] is { } gradient) step.Add(i, gradient);
    }

    private static void Load(Tensor from, int row, Span<double> to)
    {
        for (var k = 0; k < to.Length; k++) to[k] = from.Span[row * to.Length + k];
    }
}
