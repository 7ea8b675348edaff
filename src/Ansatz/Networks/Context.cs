using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>What something conditional depends on: values, and the class of each example where it has one. A tensor converts to a context without classes.</summary>
/// <param name="Values">[n, features…]: images for an encoder, latent points for a decoder, nothing for a learnt prior.</param>
/// <param name="Labels">The class of each example, or null. If there are k·n rows of values for n labels, rows i, i + n, i + 2n, … share label i.</param>
public readonly record struct Context(Tensor Values, IReadOnlyList<int>? Labels = null)
{
    /// <summary>The context without values and without labels, for instance that of a prior.</summary>
    public static Context None { get; } = new(Tensor.Zeros([0]));

    public static implicit operator Context(Tensor values) => new(values);

    /// <summary>A context of labels alone: values [n, 0]. Without labels, <see cref="None"/>.</summary>
    public static Context Of(IReadOnlyList<int>? labels) => labels is null ? None : new(Tensor.Zeros([labels.Count, 0]), labels);
}
