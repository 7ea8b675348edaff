namespace Ansatz.Tensors;

/// <summary>
/// The memory of a backward pass. A gradient's buffer returns to the pool as soon as no slot refers to it, so the pass needs little more
/// than the forward pass holds. Several slots may share one buffer (a sum hands its gradient to both inputs), hence the counts.
/// </summary>
internal sealed class GradientArena(BufferPool pool, Tensor?[] slots)
{
    // Buffers that the current step allocated or released. At the end of the step, those without a slot that refers to them are free.
    private readonly List<TensorBuffer> pending = [];

    // Products that are the whole gradient of their slot and that nobody has read yet.
    private readonly Dictionary<int, WeightProduct> products = [];

    public void Own(TensorBuffer buffer)
    {
        buffer.GradientCount = 0;
        pending.Add(buffer);
    }

    /// <summary>Adds to a slot's gradient. Sums are made in new memory: a shared buffer is never written twice.</summary>
    public void Add(int slot, Tensor gradient) => Set(slot, Read(slot) is { } earlier ? earlier + gradient : gradient);

    /// <summary>Adds xᵀ·u to the gradient of a layer's weights. A large product is computed when it is read, if x outlives this pass and nothing was added before.</summary>
    public void AddProduct(int slot, Tensor x, Tensor u, Shape shape, bool outlives)
    {
        var product = new WeightProduct(x, u, shape);
        if (!outlives || !product.IsWorthwhile || Read(slot) is not null)
        {
            Add(slot, product.Form());
            return;
        }
        products.Add(slot, product);
        Hold(u.Buffer);
    }

    /// <summary>A slot's gradient for an optimizer, if it is a product that nobody has read.</summary>
    public ParameterGradient? Unread(int slot) => products.TryGetValue(slot, out var product) ? new(product) : null;

    /// <summary>A slot's gradient, multiplied out if it is a product.</summary>
    public Tensor? Read(int slot)
    {
        if (products.Remove(slot, out var product))
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
        foreach (var product in products.Values) Move(product.U, owner);
    }

    private static void Move(Tensor? gradient, List<TensorBuffer> owner)
    {
        if (gradient is null or { Buffer.GradientCount: TensorBuffer.NoGradient }) return;
        gradient.Buffer.GradientCount = TensorBuffer.NoGradient;
        owner.Add(gradient.Buffer);
    }
}
