namespace Ansatz.Tensors;

/// <summary>A function of a few numbers in double, with its partial derivatives: for scores whose single-precision form would cancel or overflow.</summary>
internal interface IScalarFunction
{
    string Name { get; }

    /// <summary>y = f(x₀, x₁, …); every xᵢ is exactly a float.</summary>
    double Value(ReadOnlySpan<double> x);

    /// <summary>∂f/∂xᵢ for each i.</summary>
    void Slopes(ReadOnlySpan<double> x, Span<double> slopes);
}

/// <summary>
/// Drives any such function, element by element: y = f(x₀, x₁, …), rounded once; gᵢ = g·∂f/∂xᵢ. If the shapes differ, BroadcastTo runs first as
/// an op of its own; its backward pass is the sum.
/// </summary>
/// <remarks>A slope beyond the range of float becomes the largest float, and a gradient of 0 stays 0, so the product 0·∞ never occurs.</remarks>
internal sealed class ScalarFunction<TFunction>(TFunction function) : Op where TFunction : struct, IScalarFunction
{
    // Long tensors are cut into pieces of this many elements, whatever the number of threads.
    private const int Piece = 1024;

    public TFunction Function => function;

    public override string Name => function.Name;

    /// <summary>f of tensors that broadcast.</summary>
    public static Tensor Apply(TFunction function, params ReadOnlySpan<Tensor> inputs) => new ScalarFunction<TFunction>(function).Apply(BroadcastTo.CommonShape(inputs));

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        ForkJoin.For((y.Length + Piece - 1) / Piece, new Values(function, inputs.ToArray(), y));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var inputs = new Tensor[step.InputCount];
        var gradients = new Tensor?[step.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i] = step.Input(i);
            if (step.Needs(i)) gradients[i] = step.Allocate(step.Output.Shape);
        }
        ForkJoin.For((step.Output.Length + Piece - 1) / Piece, new Products(function, inputs, step.Gradient, gradients));
        for (var i = 0; i < inputs.Length; i++)
            if (gradients[i] is { } gradient) step.Add(i, gradient);
    }

    private static void Gather(Tensor[] inputs, int at, Span<double> x)
    {
        for (var i = 0; i < x.Length; i++) x[i] = inputs[i].Span[at];
    }

    private readonly struct Values(TFunction function, Tensor[] inputs, Tensor y) : IParallelBody
    {
        public void Invoke(int index)
        {
            Span<double> x = stackalloc double[inputs.Length];
            var to = y.Span;
            var end = Math.Min((index + 1) * Piece, to.Length);
            for (var at = index * Piece; at < end; at++)
            {
                Gather(inputs, at, x);
                to[at] = (float)function.Value(x);
            }
        }
    }

    private readonly struct Products(TFunction function, Tensor[] inputs, Tensor gradient, Tensor?[] gradients) : IParallelBody
    {
        public void Invoke(int index)
        {
            Span<double> x = stackalloc double[inputs.Length], slopes = stackalloc double[inputs.Length];
            var g = gradient.Span;
            var end = Math.Min((index + 1) * Piece, g.Length);
            for (var at = index * Piece; at < end; at++)
            {
                Gather(inputs, at, x);
                function.Slopes(x, slopes);
                for (var i = 0; i < x.Length; i++)
                    if (gradients[i] is { } to) to.Span[at] = g[at] == 0 ? 0 : (float)(g[at] * Math.Clamp(slopes[i], -float.MaxValue, float.MaxValue));
            }
        }
    }
}
