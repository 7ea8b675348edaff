namespace Ansatz.Tensors;

/// <summary>
/// The memory of a backward pass. A gradient's buffer returns to the pool as soon as no slot refers to it, so the pass needs little more
/// than the forward pass holds. Several slots may share one buffer (a sum hands its gradient to both inputs), hence the counts.
/// </summary>
internal sealed class GradientArena(BufferPool pool, Tensor?[] slots)
{
    // Buffers made or let go in the current step: those that no slot refers to at its end are free.
    private readonly List<TensorBuffer> pending = [];

    public void Own(TensorBuffer buffer)
    {
        buffer.GradientCount = 0;
        pending.Add(buffer);
    }

    /// <summary>Adds to a slot's gradient. Sums are made in new memory: a shared buffer is never written twice.</summary>
    public void Add(int slot, Tensor gradient) => Set(slot, slots[slot] is { } earlier ? earlier + gradient : gradient);

    public void Set(int slot, Tensor? gradient)
    {
        // Tensors of the forward pass may serve as gradients too; they belong to the tape and are not counted.
        if (gradient is { Buffer.GradientCount: not TensorBuffer.NoGradient }) gradient.Buffer.GradientCount++;
        if (slots[slot]?.Buffer is { GradientCount: not TensorBuffer.NoGradient } released && --released.GradientCount == 0) pending.Add(released);
        slots[slot] = gradient;
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
        foreach (var gradient in slots)
        {
            if (gradient is null or { Buffer.GradientCount: TensorBuffer.NoGradient }) continue;
            gradient.Buffer.GradientCount = TensorBuffer.NoGradient;
            owner.Add(gradient.Buffer);
        }
    }
}
