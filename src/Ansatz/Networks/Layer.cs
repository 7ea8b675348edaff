using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>A module that maps a tensor to a tensor.</summary>
public abstract class Layer : Module
{
    /// <summary>The activation that the layer applies to its output. PyTorch counts it as a separate layer, which matters for the names of parameters in files.</summary>
    public virtual Activation Activation => Activation.None;

    /// <param name="x">[N, …].</param>
    /// <param name="pass">How the layer is run; the default is evaluation.</param>
    public abstract Tensor Forward(Tensor x, Pass pass = default);

    /// <summary>The same for examples that have classes. Layers that do not override this ignore the labels.</summary>
    /// <param name="x">Values [N, …], with their labels.</param>
    /// <param name="pass">How the layer is run; the default is evaluation.</param>
    public virtual Tensor Forward(Context x, Pass pass = default) => Forward(x.Values, pass);

    /// <summary>One line for a summary, for instance <c>Dense(784 → 512, ReLU)</c>.</summary>
    public abstract string Describe();

    public override string ToString() => Describe();

    /// <summary>The line of <see cref="Describe"/>: the type's name, then in parentheses <paramref name="shape"/> and the activation.</summary>
    private protected string Line(string shape) => $"{GetType().Name}({shape}{(Activation.Name.Length == 0 ? "" : $", {Activation}")})";
}
