using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(z) = 1/K ∑ₖ q(z|uₖ): the mean of the encoder's posteriors at K pseudo-inputs u, which are learnt. It is a mixture whose components have the encoder's own form.
/// </summary>
/// <remarks>
/// Pixels of pseudo-inputs lie in [0, 1]. The encoder sees them in evaluation mode, so that its moving statistics are those of real examples.
/// Tomczak and Welling, VAE with a VampPrior (2018), equation 9.
/// </remarks>
public sealed class VampPrior : Module, IConditional<MixtureSameFamily>
{
    [SavedAs("encoder")]
    private readonly IConditional<Distribution> encoder;

    /// <param name="encoder">q(z|x) of the same model. It takes no labels.</param>
    /// <param name="example">The shape of one x.</param>
    /// <param name="pseudoInputCount">K, 1 or more.</param>
    public VampPrior(IConditional<Distribution> encoder, Shape example, int pseudoInputCount)
    {
        if (pseudoInputCount < 1) throw new ArgumentOutOfRangeException(nameof(pseudoInputCount), $"VampPrior: {pseudoInputCount} pseudo-inputs; expected 1 or more.");
        this.encoder = encoder;
        PseudoInputs = new Parameter(new Shape(pseudoInputCount).Concat(example));
    }

    /// <summary>u, [K, example…].</summary>
    [field: SavedAs("pseudoInputs")]
    public Parameter PseudoInputs { get; }

    public MixtureSameFamily Given(Context context, Pass pass = default)
    {
        var evaluation = pass.IsTraining ? new Pass(pass.Tape, rng: pass.Rng) : pass;
        var components = encoder.Given(pass[PseudoInputs].Clamp(0, 1), evaluation);
        return new MixtureSameFamily(new Categorical(Tensor.Zeros(components.BatchShape)), components);
    }

    /// <summary>Takes random examples as first pseudo-inputs, as the paper does. Call it once, before training.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="rng">The stream of the choice.</param>
    public void StartFrom(IExampleSource examples, Rng rng)
    {
        examples.RequireExamples(nameof(VampPrior));
        if (examples.ExampleShape != PseudoInputs.Shape[1..])
            throw new ArgumentException($"VampPrior: the examples have shape {examples.ExampleShape}; expected {PseudoInputs.Shape[1..]}.", nameof(examples));
        var order = rng.Permutation(examples.Count);
        int length = examples.ExampleShape.Size, count = PseudoInputs.Shape[0];
        var values = PseudoInputs.Storage();
        for (var k = 0; k < count; k++) examples.CopyTo(order[k % order.Length], values.Slice(k * length, length));
    }

    /// <summary>Without examples to start from: uniform noise.</summary>
    protected override void InitializeOwn(Rng rng) => rng.Uniform(PseudoInputs.Storage());
}
