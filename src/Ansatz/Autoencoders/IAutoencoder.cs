using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>
/// A model with latent variables, p(x, z) = p(z)·p(x|z), and an approximate posterior q(z|x). An <see cref="Objective"/> can train every class that implements this
/// interface. The class also has the methods of <see cref="AutoencoderVerbs"/>, and all evaluations of autoencoders accept it.
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

    /// <summary>
    /// p(z) given a context without values: batch [] if it depends on nothing, [n] if it depends on labels. Use <see cref="Unconditional"/> for a fixed distribution.
    /// </summary>
    IConditional<Distribution> Prior { get; }

    /// <summary>
    /// The part of −log p(x|z) that no weight can change, in nats per example. For example, −log p(x|z) may be a sum of squared errors plus ½ log π per pixel.
    /// The reported reconstruction term leaves it out.
    /// </summary>
    double ScoreConstant => 0;

    /// <summary>The numbers that an example may hold.</summary>
    Support ValueSupport => Support.Reals;
}
