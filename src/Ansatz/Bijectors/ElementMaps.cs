using Ansatz.Tensors;

namespace Ansatz.Bijectors;

/// <summary>The maps of an autoregressive flow's elements, one after the other. Each map is chosen by the elements before, of which only the last one is new.</summary>
internal abstract class ElementMaps
{
    /// <summary>The map of the next element, of shape […, 1].</summary>
    /// <param name="previous">The element before, […, 1]; null for the first one.</param>
    public abstract Bijector Next(Tensor? previous);
}
