using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>A module that maps a tensor to a tensor.</summary>
public abstract class Layer : Module
{
    /// <param name="x">[N, …].</param>
    /// <param name="pass">How the layer is run; the default is evaluation.</param>
    public abstract Tensor Forward(Tensor x, Pass pass = default);

    /// <summary>One line for a summary, for instance <c>Dense(784 → 512, ReLU)</c>.</summary>
    public abstract string Describe();

    public override string ToString() => Describe();
}
