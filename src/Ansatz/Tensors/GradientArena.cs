namespace Ansatz.Tensors;

/// <summary>
/// The memory of a backward pass. A gradient's buffer returns to the pool as soon as no slot refers to it, so the pass needs little more
/// than the forward pass holds. Several slots may share one buffer (a sum hands its gradient to both inputs), hence the counts.
/// </summary>
internal sealed class GradientArena(BufferPool pool, Tensor?[] slots)
{
    // Buffers made or let go in the current step: those that no slot refers to at its end are free.
    private readonly List<TensorBuffer> pending = [];

    /// <summary>Products that are the whole gradient of a slot which nobody has read yet.</summary>
    public Dictionary<int, WeightProduct> Products { get; } = [];

    public void Own(TensorBuffer buffer)
    {
        buffer.GradientCount = 0;
        pending.Add(buffer);
    }

    /// <summary>Adds to a slot's gradient. Sums are made in new memory: a shared buffer is never written twice.</summary>
    public void Add(int slot, Tensor gradient) => Set(slot, Read(slot) is { } earlier ? earlier + gradient : gradient);

    /// <summary>Adds a product, which waits if it is the first.</summary>
    public void Add(int slot, WeightProduct product)
    {
        if (Read(slot) is not null)
        {
            Add(slot, product.Form());
            return;
        }
        Products.Add(slot, product);
        Hold(product.U.Buffer);
    }

    /// <summary>A slot's gradient, multiplied out if it is a product.</summary>
    public Tensor? Read(int slot)
    {
        if (Products.Remove(slot, out var product))
        {
            Set(slot, product.Form());
            Release(product.U.Buffer);
        }
        return slots[slot];
    }

    public void Set(int slot, Tensor? gradient)
    {
        if (gradient is not null) Hold(gradient.Buffer);
        if (slots[slot] is { } earlier) Release(earlier.Buffer);
        slots[slot] = gradient;
    }

    // Tensors of the forward pass may serve as gradients too; they belong to the tape and are not counted.
    private static void Hold(TensorBuffer buffer)
    {
        if (buffer.GradientCount != TensorBuffer.NoGradient) buffer.GradientCount++;
    }

    private void Release(TensorBuffer buffer)
    {
        if (buffer.GradientCount != TensorBuffer.NoGradient && --buffer.GradientCount == 0) pending.Add(buffer);
    }

    /// <summary>Ends one op's backward step: what it made on the way and did not keep is free again.</summary>
    public void EndStep()
    {
        foreach (var buffer in pending)
        {
            if (buffer.GradientCount != 0) continue;
            buffer.GradientCount = TensorBuffer.NoGradient;
            pool.Return(buffer);
        }
        pending.Clear();
    }

    /// <summary>Hands the memory of the gradients that are left to the tape.</summary>
    public void MoveTo(List<TensorBuffer> owner)
    {
        EndStep();
        foreach (var gradient in slots) Move(gradient, owner);
        foreach (var product in Products.Values) Move(product.U, owner);
    }

    private static void Move(Tensor? gradient, List<TensorBuffer> owner)
    {
        if (gradient is null or { Buffer.GradientCount: TensorBuffer.NoGradient }) return;
        gradient.Buffer.GradientCount = TensorBuffer.NoGradient;
        owner.Add(gradient.Buffer);
    }
}
