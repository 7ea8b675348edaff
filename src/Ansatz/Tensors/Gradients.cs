namespace Ansatz.Tensors;

/// <summary>The gradients of one scalar, valid until their tape ends.</summary>
public sealed class Gradients
{
    private readonly Tape tape;
    private readonly int slotCount;
    private readonly GradientArena? arena;
    private readonly Dictionary<Parameter, Tensor> watched;
    private readonly Dictionary<Parameter, Tensor>? explicitGradients;

    internal Gradients(Tape tape, int slotCount, GradientArena arena, Dictionary<Parameter, Tensor> watched) =>
        (this.tape, this.slotCount, this.arena, this.watched) = (tape, slotCount, arena, watched);

    /// <summary>Gradients that were computed without a tape's backward pass, such as those of contrastive divergence. A parameter that is left out has the gradient 0.</summary>
    /// <exception cref="ArgumentException">A gradient has another shape than its parameter.</exception>
    public Gradients(Tape tape, IReadOnlyDictionary<Parameter, Tensor> gradients)
    {
        ArgumentNullException.ThrowIfNull(tape);
        ArgumentNullException.ThrowIfNull(gradients);
        foreach (var (parameter, gradient) in gradients)
            if (gradient is null || gradient.Shape != parameter.Shape)
                throw new ArgumentException($"Gradients: the gradient of parameter {parameter.Identity} {(gradient is null ? "is null" : $"has shape {gradient.Shape}")}; expected the parameter's shape {parameter.Shape}.", nameof(gradients));
        this.tape = tape;
        watched = [];
        explicitGradients = new Dictionary<Parameter, Tensor>(gradients);
    }

    /// <summary>The gradient with respect to a watched tensor, in its shape; zeros if the target does not depend on it.</summary>
    public Tensor this[Tensor tensor]
    {
        get
        {
            tape.CheckUsable(nameof(Gradients));
            if (!ReferenceEquals(tensor.Tape, tape) || !tensor.IsWatched || tensor.Slot >= slotCount)
                throw new ArgumentException($"Gradients: the {tensor.Shape} tensor is not watched by this tape; use what Watch returned.", nameof(tensor));
            return arena?.Read(tensor.Slot) ?? Zeros(tensor.Shape);
        }
    }

    /// <summary>The gradient with respect to a parameter; zeros if the target does not depend on it.</summary>
    public Tensor this[Parameter parameter]
    {
        get
        {
            tape.CheckUsable(nameof(Gradients));
            if (explicitGradients is not null) return explicitGradients.GetValueOrDefault(parameter) ?? Zeros(parameter.Shape);
            return watched.TryGetValue(parameter, out var tensor) && tensor.IsWatched ? this[tensor] : Zeros(parameter.Shape);
        }
    }

    /// <summary>The same for an optimizer, which may form a product itself.</summary>
    internal ParameterGradient Of(Parameter parameter) =>
        watched.TryGetValue(parameter, out var tensor) && arena?.Unread(tensor.Slot) is { } unread ? unread : new(this[parameter]);

    private Tensor Zeros(Shape shape)
    {
        var zeros = tape.Allocate(shape);
        zeros.Span.Clear();
        return zeros;
    }
}
