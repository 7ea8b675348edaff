namespace Ansatz.Tensors;

/// <summary>
/// One differentiable operation. Its attributes are its fields, and its forward pass stands above its backward pass. An instance serves one
/// application, so the forward pass may keep in fields what the backward pass needs beyond inputs and output.
/// </summary>
/// <remarks>
/// To write an elementwise op, copy Square.cs: a struct with its value and its slope, which <see cref="TensorOps"/>' <c>Map</c> applies. To write any other op,
/// derive from this class; tests/Ansatz.Outside/WeightedSum.cs is the file to copy. In the library, a member of <see cref="TensorOps"/> in the same file makes it
/// public, and a row in the tests' zoo checks its value and gradient against a naive reference in double.
/// </remarks>
public abstract class Op
{
    /// <summary>The name in summaries, errors and exported graphs.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Computes the output; memory comes from <paramref name="tape"/> where it is not null.</summary>
    protected abstract Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape);

    /// <summary>Adds to the gradient of each input that needs one: gᵢ += (∂output/∂inputᵢ)ᵀ · output gradient.</summary>
    public abstract void Backward(in BackwardStep step);

    /// <summary>Memory for an output, with arbitrary contents: the tape's, or its own where there is no tape.</summary>
    protected static Tensor Allocate(Shape shape, Tape? tape) => Tensor.Allocate(shape, tape);

    /// <summary>The elements of a tensor. An op writes only to tensors that it allocated itself.</summary>
    protected static Span<float> Elements(Tensor tensor) => tensor.Span;

    /// <summary>Floating-point operations of the forward pass; a multiply-add counts as two.</summary>
    public virtual long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => output.Length;

    /// <summary>Runs the op and records it if and only if an input is tracked by a recording tape.</summary>
    public Tensor Apply(params ReadOnlySpan<Tensor> inputs)
    {
        Tape? tape = null;
        var tracked = false;
        foreach (var input in inputs)
        {
            tracked |= input.IsTracked;
            if (input.Tape is null || ReferenceEquals(input.Tape, tape)) continue;
            if (tape is not null)
                throw new InvalidOperationException($"{Name}: its inputs lie on two tapes; Detach() one of them.");
            tape = input.Tape;
        }
        tape?.CheckUsable(Name);
        tape?.Observer?.Begin(this, inputs, isBackward: false);
        var output = Forward(inputs, tape);
        tape?.Observer?.End();
        if (Guards.AreOn) CheckGuards(inputs, output);
        if (tracked) tape!.Record(this, inputs, output);
        return output;
    }

    /// <summary>Throws if the forward or the backward pass wrote outside its operands or its scratch memory.</summary>
    internal void CheckGuards(ReadOnlySpan<Tensor> inputs, Tensor output)
    {
        foreach (var input in inputs) input.Buffer.CheckGuards(Name);
        output.Buffer.CheckGuards(Name);
        Scratch.CheckGuards(Name);
    }
}

/// <summary>Is told when an op of a tape begins and ends. Calls are nested where a backward pass itself uses ops.</summary>
internal interface IOpObserver
{
    void Begin(Op op, ReadOnlySpan<Tensor> inputs, bool isBackward);

    void End();
}
