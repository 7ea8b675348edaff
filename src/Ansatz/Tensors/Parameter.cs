namespace Ansatz.Tensors;

/// <summary>
/// A learnt tensor, or a statistic that is saved with the learnt ones. Only optimizers, loading and the application of moving statistics change its
/// elements. In a step it enters a tape through <see cref="Tape.Watch(Parameter)"/>.
/// </summary>
public sealed class Parameter
{
    private Tensor? value;

    /// <param name="shape">The shape of the value.</param>
    /// <param name="isTrainable">False for statistics that are saved with the weights but have no gradient.</param>
    public Parameter(Shape shape, bool isTrainable = true) => (Shape, IsTrainable) = (shape, isTrainable);

    public Shape Shape { get; }

    public bool IsTrainable { get; }

    /// <summary>The dotted path of fields from the outermost module that has listed it. It is known once that module was initialised, loaded or asked for its parameters.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>The module from which the name is a path.</summary>
    internal object? Root { get; set; }

    public bool IsInitialized => value is not null;

    /// <exception cref="InvalidOperationException">Nothing has given it a value yet.</exception>
    public Tensor Value => value
        ?? throw new InvalidOperationException($"Parameter {Identity} has no value: call Initialize(rng) on the model, or load its weights.");

    /// <summary>Its name, or its shape where it has no name yet, for messages.</summary>
    internal string Identity => Name.Length > 0 ? Name : $"of shape {Shape}";

    /// <summary>Copies new elements in.</summary>
    public void Assign(ReadOnlySpan<float> elements)
    {
        if (elements.Length != Shape.Size)
            throw new ArgumentException($"Parameter {Identity}: {elements.Length} elements given, its shape {Shape} holds {Shape.Size}.", nameof(elements));
        elements.CopyTo(Storage());
    }

    /// <summary>The elements, for writing in place. They are uninitialised if the parameter has no value yet.</summary>
    internal Span<float> Storage()
    {
        value ??= Tensor.Allocate(Shape);
        return Change().Span;
    }

    /// <summary>
    /// The value, whose elements the caller is about to write. A tape that has read them refuses to run backward from now on, see <see cref="TensorBuffer.Version"/>.
    /// </summary>
    internal Tensor Change()
    {
        var buffer = Value.Buffer;
        buffer.Owner = this;
        buffer.Version++;
        return Value;
    }
}
