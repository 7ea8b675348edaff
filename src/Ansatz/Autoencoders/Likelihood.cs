using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>The ways to score an image against a decoder's output, one row each, by the names that users type.</summary>
public sealed class Likelihood
{
    /// <summary>½ log π: what −log N(x; μ, ½) has beyond (x − μ)².</summary>
    private static readonly double squaredErrorConstant = DoubleMath.Log(Math.PI) / 2;

    private readonly Func<Layer, IConditional<Distribution>> decoder;

    private Likelihood(string name, string quantity, bool isOfLogits, Func<Layer, IConditional<Distribution>> decoder, bool isNormalized = true) =>
        (Name, Quantity, IsOfLogits, this.decoder, IsNormalized) = (name, quantity, isOfLogits, decoder, isNormalized);

    /// <summary>Gray pixels; no likelihood.</summary>
    public static Likelihood CrossEntropy { get; } = new("cross-entropy", "cross-entropy", true, n => new CrossEntropyDecoder(n), isNormalized: false);

    /// <summary>Black and white pixels.</summary>
    public static Likelihood Bernoulli { get; } = new("bernoulli", "negative log-likelihood", true, n => new BernoulliDecoder(n)) { NeedsBinaryPixels = true };

    public static Likelihood ContinuousBernoulli { get; } = new("continuous-bernoulli", "negative log-density", true, n => new ContinuousBernoulliDecoder(n));

    /// <summary>N(μ, ½), its constant ½ log π a value reported apart.</summary>
    public static Likelihood SquaredError { get; } =
        new("squared-error", "sum of squared errors", false, n => new GaussianDecoder(n, MathF.Sqrt(0.5f))) { ConstantPerValue = squaredErrorConstant };

    /// <summary>N(μ, σ²) with the σ that fits best, see <see cref="GaussianDecoder.Calibrated"/>.</summary>
    public static Likelihood Gaussian { get; } = new("gaussian", "negative log-density", false, GaussianDecoder.Calibrated);

    /// <summary>The very bytes of 8-bit pixels.</summary>
    public static Likelihood DiscretizedLogistic { get; } = new("discretized-logistic", "negative log-likelihood", false, n => new DiscretizedLogisticDecoder(n, 0.1f));

    public static IReadOnlyList<Likelihood> All { get; } = [CrossEntropy, Bernoulli, ContinuousBernoulli, SquaredError, Gaussian, DiscretizedLogistic];

    public string Name { get; }

    /// <summary>What the score is, in a report's words.</summary>
    public string Quantity { get; }

    /// <summary>Whether the score is a log-likelihood at all.</summary>
    public bool IsNormalized { get; }

    /// <summary>Whether every pixel must be 0 or 1.</summary>
    public bool NeedsBinaryPixels { get; private init; }

    /// <summary>Nats a pixel value that no weight can change, reported apart.</summary>
    public double ConstantPerValue { get; private init; }

    /// <summary>Whether the network gives logits; else it gives pixel values.</summary>
    internal bool IsOfLogits { get; }

    /// <summary>What the network's last layer applies: nothing to logits, σ to pixel values.</summary>
    internal Activation OutputActivation => IsOfLogits ? Activation.None : Activation.Sigmoid;

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Likelihood Find(string name) => All.FirstOrDefault(l => l.Name == name)
        ?? throw new ArgumentException($"Likelihood: found '{name}'; expected one of {string.Join(", ", All.Select(l => l.Name))}.", nameof(name));

    public override string ToString() => Name;

    internal IConditional<Distribution> Decoder(Layer network) => decoder(network);
}
