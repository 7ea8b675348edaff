namespace Ansatz.Tensors;

/// <summary>The gradients of one scalar, valid until their tape ends.</summary>
public sealed class Gradients
{
    private readonly Tape tape;
    private readonly Tensor?[] slots;
    private readonly Dictionary<Parameter, Tensor> watched;
    private readonly Dictionary<Parameter, Tensor>? explicitGradients;

    internal Gradients(Tape tape, Tensor?[] slots, Dictionary<Parameter, Tensor> watched) =>
        (this.tape, this.slots, this.watched) = (tape, slots, watched);

    /// <summary>Directions found without a tape's backward pass, such as those of contrastive divergence; parameters left out have none.</summary>
    public Gradients(Tape tape, IReadOnlyDictionary<Parameter, Tensor> gradients)
    {
        this.tape = tape;
        slots = [];
        watched = [];
        explicitGradients = new Dictionary<Parameter, Tensor>(gradients);
    }

    /// <summary>The gradient with respect to a watched tensor: its shape, zeros where the target does not depend on it.</summary>
    public Tensor this[Tensor tensor]
    {
        get
        {
            tape.CheckUsable(nameof(Gradients));
            if (!ReferenceEquals(tensor.Tape, tape) || !tensor.IsWatched || tensor.Slot >= slots.Length)
                throw new ArgumentException($"Gradients: the {tensor.Shape} tensor is not watched by this tape; use what Watch returned.");
            return slots[tensor.Slot] ?? Zeros(tensor.Shape);
        }
    }

    /// <summary>The gradient with respect to a parameter, zeros where the target does not depend on it.</summary>
    public Tensor this[Parameter parameter]
    {
        get
        {
            tape.CheckUsable(nameof(Gradients));
            if (explicitGradients is not null) return explicitGradients.GetValueOrDefault(parameter) ?? Zeros(parameter.Shape);
            return watched.TryGetValue(parameter, out var tensor) && tensor.IsWatched ? this[tensor] : Zeros(parameter.Shape);
        }
    }

    private Tensor Zeros(Shape shape)
    {
        var zeros = tape.Allocate(shape);
        zeros.Span.Clear();
        return zeros;
    }
}
