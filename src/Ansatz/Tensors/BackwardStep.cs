namespace Ansatz.Tensors;

/// <summary>What an op's backward pass sees: its inputs, its output, the output's gradient, and a place for each input's gradient.</summary>
public readonly ref struct BackwardStep
{
    private readonly Node node;
    private readonly GradientArena arena;

    internal BackwardStep(Node node, Tensor gradient, GradientArena arena)
    {
        this.node = node;
        this.arena = arena;
        Gradient = gradient;
    }

    public Tensor Gradient { get; }

    public Tensor Output => node.Output;

    public int InputCount => node.Inputs.Length;

    public Tensor Input(int i) => node.Inputs[i];

    /// <summary>Memory for a tensor that replaces the output's gradient. It is the gradient's own memory if nothing else reads that later.</summary>
    internal Tensor AllocateInPlace() =>
        Gradient.Buffer.GradientCount == 1 && !Output.IsWatched ? Gradient : Allocate(Output.Shape);

    /// <summary>Uninitialised memory that ends with this step, unless it is added to an input's gradient.</summary>
    public Tensor Allocate(Shape shape) => node.Output.Tape!.Allocate(shape);

    /// <summary>Whether the gradient of this input is needed.</summary>
    public bool Needs(int input) => node.Inputs[input].IsTracked;

    /// <summary>Adds xᵀ·u to the gradient of a layer's weights, x [rows…, in] and u [rows…, out], if it is needed. A large product is computed only when it is read.</summary>
    internal void AddProduct(int input, Tensor x, Tensor u)
    {
        if (Needs(input)) arena.AddProduct(node.Inputs[input].Slot, x, u, node.Inputs[input].Shape, outlives: node.Output.Tape!.Owns(x));
    }

    /// <summary>Adds to an input's gradient, if that is needed. The tensor must not be written afterwards.</summary>
    public void Add(int input, Tensor gradient)
    {
        if (Needs(input)) arena.Add(node.Inputs[input].Slot, gradient);
    }
}
