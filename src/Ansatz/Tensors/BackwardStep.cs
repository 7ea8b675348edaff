namespace Ansatz.Tensors;

/// <summary>What an op's backward pass sees: its inputs, its output, the output's gradient, and a place for each input's gradient.</summary>
internal readonly ref struct BackwardStep
{
    private readonly Node node;
    private readonly GradientArena arena;

    public BackwardStep(Node node, Tensor gradient, GradientArena arena)
    {
        this.node = node;
        this.arena = arena;
        Gradient = gradient;
    }

    public Tensor Gradient { get; }

    public Tensor Output => node.Output;

    public int InputCount => node.Inputs.Length;

    public Tensor Input(int i) => node.Inputs[i];

    /// <summary>Memory for what replaces the output's gradient: the gradient's own, if nobody else will read it.</summary>
    public Tensor AllocateInPlace() =>
        Gradient.Buffer.GradientCount == 1 && !Output.IsWatched ? Gradient : Allocate(Output.Shape);

    /// <summary>Uninitialised memory that ends with this step, unless it is added to an input's gradient.</summary>
    public Tensor Allocate(Shape shape) => node.Output.Tape!.Allocate(shape);

    /// <summary>Whether anybody wants the gradient of this input.</summary>
    public bool Needs(int input) => node.Inputs[input].IsTracked;

    /// <summary>Adds a product to an input's gradient, if it is wanted; it is multiplied out only where that is read as a tensor.</summary>
    public void Add(int input, WeightProduct product)
    {
        if (!Needs(input)) return;
        if (product.IsWorthwhile && node.Output.Tape!.Owns(product.X)) arena.Add(node.Inputs[input].Slot, product);
        else arena.Add(node.Inputs[input].Slot, product.Form());
    }

    /// <summary>Adds to an input's gradient, if it is wanted. The tensor is not to be written afterwards.</summary>
    public void Add(int input, Tensor gradient)
    {
        if (Needs(input)) arena.Add(node.Inputs[input].Slot, gradient);
    }
}
