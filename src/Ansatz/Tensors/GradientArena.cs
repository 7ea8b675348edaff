namespace Ansatz.Tensors;

/// <summary>
/// The memory of a backward pass. A gradient's buffer returns to the pool as soon as no slot refers to it, so the pass needs little more
/// than the forward pass holds. Several slots may share one buffer (a sum hands its gradient to both inputs), hence the counts.
/// </summary>
internal sealed class GradientArena(BufferPool pool, Tensor?[] slots)
{
    private readonly Dictionary<float[], (TensorBuffer Buffer, int References)> buffers = [];
    private readonly List<TensorBuffer> fresh = [];

    public void Own(TensorBuffer buffer)
    {
        buffers.Add(buffer.Array, (buffer, 0));
        fresh.Add(buffer);
    }

    /// <summary>Adds to a slot's gradient. Sums are made in new memory: a shared buffer is never written twice.</summary>
    public void Add(int slot, Tensor gradient) => Set(slot, slots[slot] is { } earlier ? earlier + gradient : gradient);

    public void Set(int slot, Tensor gradient)
    {
        Count(gradient, +1);
        if (slots[slot] is { } earlier) Release(earlier);
        slots[slot] = gradient;
    }

    /// <summary>Ends one op's backward step: the gradient of its output has been used, and so has what it made on the way.</summary>
    public void EndStep(int outputSlot)
    {
        if (slots[outputSlot] is { } used)
        {
            slots[outputSlot] = null;
            Release(used);
        }
        foreach (var buffer in fresh)
            if (buffers.TryGetValue(buffer.Array, out var entry) && entry.References == 0) ReturnToPool(buffer);
        fresh.Clear();
    }

    /// <summary>Hands what is still held to the tape.</summary>
    public void MoveTo(List<TensorBuffer> owner)
    {
        foreach (var (buffer, _) in buffers.Values) owner.Add(buffer);
        buffers.Clear();
    }

    private void Release(Tensor gradient)
    {
        if (Count(gradient, -1) == 0 && !fresh.Exists(b => ReferenceEquals(b.Array, gradient.Buffer.Array))) ReturnToPool(gradient.Buffer);
    }

    // Tensors of the forward pass may serve as gradients too; they are not in the table and belong to the tape.
    private int Count(Tensor gradient, int change)
    {
        if (!buffers.TryGetValue(gradient.Buffer.Array, out var entry)) return -1;
        var references = entry.References + change;
        buffers[gradient.Buffer.Array] = (entry.Buffer, references);
        return references;
    }

    private void ReturnToPool(TensorBuffer buffer)
    {
        buffers.Remove(buffer.Array);
        pool.Return(buffer);
    }
}

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

    public Tensor Input(int i) => node.Inputs[i];

    public int InputCount => node.Inputs.Length;

    /// <summary>Memory for a gradient of this input's shape.</summary>
    public Tensor Allocate(Shape shape) => node.Output.Tape!.Allocate(shape);

    public bool Needs(int input) => node.Inputs[input].IsTracked;

    public void Add(int input, Tensor gradient)
    {
        if (Needs(input)) arena.Add(node.Inputs[input].Slot, gradient);
    }
}
