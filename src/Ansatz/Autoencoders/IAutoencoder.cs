using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>
/// A model with latent variables, p(x, z) = p(z)·p(x|z), and an approximate posterior q(z|x). Whatever implements this can be trained by an
/// <see cref="Objective"/>, has the verbs of <see cref="AutoencoderVerbs"/>, and is taken by every evaluation of autoencoders.
/// </summary>
/// <remarks>
/// To write one, derive a <see cref="Module"/> and hold encoder, decoder and prior in fields. tests/Ansatz.Outside/PairAutoencoder.cs is the file to copy.
/// Each of the three gets the labels of its examples in the context, and may ignore them.
/// </remarks>
public interface IAutoencoder
{
    /// <summary>q(z|x), batch [n].</summary>
    IConditional<Distribution> Encoder { get; }

    /// <summary>p(x|z), batch [n].</summary>
    IConditional<Distribution> Decoder { get; }

    /// <summary>p(z) given a context without values: batch [] if it depends on nothing, [n] if it depends on labels. <see cref="Unconditional"/> is one of given numbers.</summary>
    IConditional<Distribution> Prior { get; }

    /// <summary>
    /// Nats an example in −log p(x|z) that no weight can change, such as ½ log π a pixel in a sum of squared errors. Reconstruction is reported without it.
    /// </summary>
    double ScoreConstant => 0;

    /// <summary>The numbers that an example may hold.</summary>
    Support ValueSupport => Support.Reals;
}
