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
    private readonly TapeStorage storage;
    private readonly int thread = Environment.CurrentManagedThreadId;
    private int slotCount;
    private bool isRecording;
    private int ended;
    private GradientArena? backward;

    /// <param name="pool">Where memory comes from; left out, the tape has a pool of its own.</param>
    public Tape(BufferPool? pool = null) : this(pool, recording: true) { }

    private Tape(BufferPool? pool, bool recording)
    {
        this.pool = pool ?? new BufferPool();
        storage = this.pool.RentStorage();
        isRecording = recording;
    }

    /// <summary>A tape that records nothing, for evaluation: its memory returns to the pool as that of a training step does.</summary>
    public static Tape Scope(BufferPool? pool = null) => new(pool, recording: false);

    /// <summary>
    /// A tape whose record is read as a program and not run backwards: <see cref="TensorOps.StopGradient"/> gives the tensor itself, and no way is chosen by the values.
    /// </summary>
    internal static Tape ForTrace() => new(null, recording: true) { IsTrace = true };

    internal bool IsTrace { get; private init; }

    /// <summary>Is told when each op on this tape begins and ends; for profiles.</summary>
    internal IOpObserver? Observer { get; init; }

    public bool IsRecording => isRecording;

    public bool HasEnded => Volatile.Read(ref ended) != 0;

    internal ReadOnlySpan<Node> Nodes => CollectionsMarshal.AsSpan(storage.Nodes);

    /// <summary>
    /// The same elements as a tensor of this tape, tracked if the tape records. Nothing is copied. A tensor that is tracked already, such as a
    /// layer's output, is itself returned, and its gradient is kept.
    /// </summary>
    public Tensor Watch(Tensor tensor)
    {
        var entered = tensor.IsTracked && ReferenceEquals(tensor.Tape, this) ? tensor : Enter(tensor);
        if (!isRecording) return entered;
        if (!entered.IsTracked) entered.Slot = slotCount++;
        entered.IsWatched = true;
        return entered;
    }

    /// <summary>The parameter's value as a tensor of this tape. Every call returns the same tensor.</summary>
    public Tensor Watch(Parameter parameter)
    {
        CheckUsable(nameof(Watch));
        if (storage.Watched.TryGetValue(parameter, out var tensor)) return tensor;
        tensor = parameter.IsTrainable ? Watch(parameter.Value) : Enter(parameter.Value);
        storage.Watched.Add(parameter, tensor);
        return tensor;
    }

    /// <summary>The same elements as a constant of this tape. Results computed from it lie in the tape's memory; it has no gradient.</summary>
    public Tensor Enter(Tensor tensor)
    {
        CheckUsable(nameof(Enter));
        if (tensor.Tape is not null && !ReferenceEquals(tensor.Tape, this))
            throw new InvalidOperationException("Tape: the tensor lies on another tape; Detach() it first.");
        Remember(tensor);
        return new Tensor(tensor.Shape, tensor.Buffer, this);
    }

    /// <summary>
    /// The gradient of a scalar with respect to everything watched. Afterwards the tape records nothing more. Further calls may
    /// take other targets that were recorded before.
    /// </summary>
    /// <exception cref="ArgumentException">The target is not a scalar, or does not depend on anything watched here.</exception>
    /// <exception cref="InvalidOperationException">A parameter changed after this tape read it.</exception>
    public Gradients Backward(Tensor target)
    {
        CheckUsable(nameof(Backward));
        if (target.Length != 1) throw new ArgumentException($"Tape.Backward: the target has shape {target.Shape}; reduce it to one element first.", nameof(target));
        if (!ReferenceEquals(target.Tape, this) || !target.IsTracked)
            throw new ArgumentException("Tape.Backward: the target does not depend on anything this tape watches.", nameof(target));
        CheckUnchanged();

        var slots = new Tensor?[slotCount];
        isRecording = false; // gradients are computed with the same ops and need no gradients of their own
        var arena = backward = new GradientArena(pool, slots);
        try
        {
            var seed = Allocate(target.Shape);
            seed.Span.Fill(1);
            arena.Set(target.Slot, seed);
            for (var i = storage.Nodes.Count - 1; i >= 0; i--)
            {
                var node = storage.Nodes[i];
                if (arena.Read(node.Output.Slot) is not { } gradient) continue;
                Observer?.Begin(node.Op, node.Inputs, isBackward: true);
                node.Op.Backward(new BackwardStep(node, gradient, arena));
                Observer?.End();
                if (Guards.AreOn) node.Op.CheckGuards(node.Inputs, node.Output);
                if (!node.Output.IsWatched) arena.Set(node.Output.Slot, null);
                arena.EndStep();
            }
            arena.MoveTo(storage.Buffers);
        }
        finally
        {
            backward = null;
        }
        return new Gradients(this, slots.Length, arena, storage.Watched);
    }

    /// <summary>
    /// Ends the tape: its memory goes back to the pool and every tensor on it is dead. Any thread may call it, any number of times.
    /// </summary>
    /// <remarks>
    /// An op of the owning thread may still run while another thread ends the tape. The pool then does not get the memory, because the next tape
    /// would write into it; the garbage collector frees it.
    /// </remarks>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0 && Environment.CurrentManagedThreadId == thread) pool.Return(storage);
    }

    internal Tensor Allocate(Shape shape)
    {
        var buffer = pool.Rent(shape.Size);
        if (backward is null) storage.Buffers.Add(buffer);
        else backward.Own(buffer);
        return new Tensor(shape, buffer, this);
    }

    /// <summary>Whether a tensor of the forward pass lies in this tape's memory, where its elements stay until the tape ends. Parameters do not lie there.</summary>
    internal bool Owns(Tensor tensor) => storage.Buffers.Contains(tensor.Buffer);

    internal void Record(Op op, ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        if (!isRecording) return;
        foreach (var input in inputs) Remember(input);
        output.Slot = slotCount++;
        storage.Nodes.Add(new Node(op, inputs.ToArray(), output));
    }

    /// <summary>Notes the version of a parameter's memory, which the backward pass will read again.</summary>
    private void Remember(Tensor tensor)
    {
        if (isRecording && tensor.Buffer is { Owner: not null } buffer) storage.Read.Add((buffer, buffer.Version));
    }

    // If the values changed between the passes, the result would be the gradient at neither the old nor the new values.
    private void CheckUnchanged()
    {
        foreach (var (buffer, version) in storage.Read)
            if (buffer.Version != version)
                throw new InvalidOperationException(
                    $"Tape.Backward: parameter {buffer.Owner!.Identity} changed after this tape read it; run the backward pass before you assign the parameter or step an optimizer, or record again on a new tape.");
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
