using System.Runtime.InteropServices;

namespace Ansatz.Tensors;

/// <summary>
/// Records the ops applied to the tensors it watches, in order, and runs them backwards. It is also the arena of a step: every tensor
/// made on it lives in its memory, which goes back to the pool when the tape ends.
/// </summary>
/// <example><code>
/// using var tape = new Tape(pool);
/// var w = tape.Watch(weight);
/// var loss = (x.MatMul(w) - y).Square().Mean();
/// var gradient = tape.Backward(loss)[w];
/// </code></example>
/// <remarks>A tape belongs to the thread that made it. Tensors carry their tape; there is no ambient state.</remarks>
public sealed class Tape : IDisposable
{
    private readonly BufferPool pool;
    private readonly List<Node> nodes = [];
    private readonly List<TensorBuffer> owned = [];
    private readonly Dictionary<Parameter, Tensor> watched = [];
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int slotCount;
    private bool isRecording;
    private GradientArena? backward;

    /// <param name="pool">Where memory comes from; left out, the tape has a pool of its own.</param>
    public Tape(BufferPool? pool = null) : this(pool, recording: true) { }

    private Tape(BufferPool? pool, bool recording)
    {
        this.pool = pool ?? new BufferPool();
        isRecording = recording;
    }

    /// <summary>A tape that records nothing: evaluation with a training step's cheap memory.</summary>
    public static Tape Scope(BufferPool? pool = null) => new(pool, recording: false);

    public bool IsRecording => isRecording;

    public bool HasEnded { get; private set; }

    internal ReadOnlySpan<Node> Nodes => CollectionsMarshal.AsSpan(nodes);

    /// <summary>The same elements as a tensor of this tape, tracked if the tape records. Nothing is copied.</summary>
    public Tensor Watch(Tensor tensor)
    {
        var entered = Enter(tensor);
        if (isRecording) (entered.Slot, entered.IsWatched) = (slotCount++, true);
        return entered;
    }

    /// <summary>The parameter's value as a tensor of this tape; the same one however often it is asked for.</summary>
    public Tensor Watch(Parameter parameter)
    {
        if (watched.TryGetValue(parameter, out var tensor)) return tensor;
        tensor = parameter.IsTrainable ? Watch(parameter.Value) : Enter(parameter.Value);
        watched.Add(parameter, tensor);
        return tensor;
    }

    /// <summary>The same elements as a constant of this tape: what is computed from it lives in the tape's memory, without a gradient.</summary>
    public Tensor Enter(Tensor tensor)
    {
        CheckUsable(nameof(Enter));
        if (tensor.Tape is not null && !ReferenceEquals(tensor.Tape, this))
            throw new InvalidOperationException("Tape: the tensor lies on another tape; Detach() it first.");
        return new Tensor(tensor.Shape, tensor.Buffer, this);
    }

    /// <summary>The gradient of a scalar with respect to everything watched.</summary>
    /// <exception cref="ArgumentException">The target is not a scalar, or does not depend on anything watched here.</exception>
    public Gradients Backward(Tensor target)
    {
        CheckUsable(nameof(Backward));
        if (target.Length != 1) throw new ArgumentException($"Tape.Backward: the target has shape {target.Shape}; reduce it to one element first.");
        if (!ReferenceEquals(target.Tape, this) || !target.IsTracked)
            throw new ArgumentException("Tape.Backward: the target does not depend on anything this tape watches.");

        var slots = new Tensor?[slotCount];
        isRecording = false; // gradients are computed with the same ops and need no gradients of their own
        backward = new GradientArena(pool, slots);
        try
        {
            var seed = Allocate(target.Shape);
            seed.Span.Fill(1);
            backward.Set(target.Slot, seed);
            for (var i = nodes.Count - 1; i >= 0; i--)
            {
                var node = nodes[i];
                if (slots[node.Output.Slot] is not { } gradient) continue;
                node.Op.Backward(new BackwardStep(node, gradient, backward));
                backward.EndStep(node.Output.Slot);
            }
            backward.MoveTo(owned);
        }
        finally
        {
            backward = null;
        }
        return new Gradients(this, slots, watched);
    }

    /// <summary>Ends the tape: its memory goes back to the pool and every tensor on it is dead.</summary>
    public void Dispose()
    {
        if (HasEnded) return;
        HasEnded = true;
        foreach (var buffer in owned) pool.Return(buffer);
        owned.Clear();
        nodes.Clear();
        watched.Clear();
    }

    internal Tensor Allocate(Shape shape)
    {
        var buffer = pool.Rent(shape.Size);
        if (backward is not null) backward.Own(buffer);
        else owned.Add(buffer);
        return new Tensor(shape, buffer, this);
    }

    internal void Record(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        if (!isRecording) return;
        output.Slot = slotCount++;
        nodes.Add(new Node(op, inputs.ToArray(), output));
    }

    internal void CheckUsable(string operation)
    {
        if (HasEnded) throw new ObjectDisposedException(nameof(Tape), $"{operation}: the tape has ended.");
        if (Environment.CurrentManagedThreadId != thread)
            throw new InvalidOperationException($"{operation}: a tape belongs to the thread that made it; make one a thread.");
    }
}

/// <summary>One recorded application of an op.</summary>
internal readonly record struct Node(Op Op, Tensor[] Inputs, Tensor Output);
