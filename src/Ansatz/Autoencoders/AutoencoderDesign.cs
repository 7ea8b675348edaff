using System.Text.Json;
using System.Text.Json.Serialization;
using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>
/// An autoencoder of images in words and numbers: enough to build it again. A saved model carries its design.
/// </summary>
/// <example><code>
/// var model = new AutoencoderDesign { Height = 28, Width = 28, Network = "dense", Widths = [512, 256], Likelihood = "squared-error" }.Build();
/// </code></example>
public sealed record AutoencoderDesign
{
    /// <summary>The first word of the architecture of every model built from a design; the design follows.</summary>
    internal const string Architecture = "autoencoder";

    private const int LargestSide = 1 << 16, LargestWidth = 1 << 20, LargestLatent = 1 << 16, MostLayers = 100;

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>1 gray, 3 red, green and blue.</summary>
    public int Channels { get; init; } = 1;

    /// <summary>"dense", "conv" or "conv-mirror", see <see cref="ImageNetworks"/>.</summary>
    public string Network { get; init; } = "conv";

    /// <summary>The encoder's hidden layers: features if dense, else channels. The decoder has them in reverse.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 64];

    /// <summary>Latent dimensions.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>"relu", "leaky-relu", "tanh", "silu" or "softplus".</summary>
    public string Activation { get; init; } = "relu";

    /// <summary>The name of a <see cref="Autoencoders.Likelihood"/>.</summary>
    public string Likelihood { get; init; } = "cross-entropy";

    /// <summary>"diagonal" or "full" covariance of q(z|x).</summary>
    public string Posterior { get; init; } = "diagonal";

    /// <summary>Classes that encoder and decoder are told; 0 tells them nothing.</summary>
    public int ClassCount { get; init; }

    /// <summary>What the labels of the training images mean, from 0 on; null if nobody named the classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The share of hidden elements left out in training.</summary>
    public double Dropout { get; init; }

    /// <summary>"keras" or "pytorch": whose first weights; "tiling": Keras' but for the decoder's first layer, whose hinges tile the latent space, see <see cref="Initializers.Tiling"/>.</summary>
    public string Start { get; init; } = "keras";

    /// <summary>The weight of the divergence after training, with which a loaded model is evaluated.</summary>
    public double Beta { get; init; } = 1;

    [JsonIgnore]
    public Shape Example => [Height, Width, Channels];

    [JsonIgnore]
    public Likelihood Score => Autoencoders.Likelihood.Find(Likelihood);

    /// <summary>The model, without weights yet.</summary>
    /// <param name="objective">What training minimises; left out, the evidence lower bound with weight <see cref="Beta"/>.</param>
    /// <exception cref="ArgumentException">A word or number is not one of those expected.</exception>
    public VariationalAutoencoder Build(Objective? objective = null)
    {
        Check();
        var score = Score;
        var (encoder, decoder) = new ImageNetworks(this).Build(FeatureCount(), score.OutputActivation);
        return new VariationalAutoencoder(
            Posterior == "full" ? new GaussianEncoder(encoder, Latent) : new DiagonalGaussianEncoder(encoder, Latent),
            score.Decoder(decoder), MultivariateNormalDiag.Standard(Latent), objective ?? Beta)
        {
            Architecture = ToString(),
            ScoreConstant = score.ConstantPerValue * Example.Size,
            ValueSupport = score.NeedsBinaryPixels ? Support.ZeroOrOne : Support.UnitInterval,
            ClassNames = ClassNames,
        };
    }

    /// <summary>One line from which <see cref="Parse"/> makes the design again.</summary>
    public override string ToString() => $"{Architecture} {JsonSerializer.Serialize(this, AutoencoderDesignJson.Default.AutoencoderDesign)}";

    /// <exception cref="InvalidDataException">The text is no design.</exception>
    internal static AutoencoderDesign Parse(string text)
    {
        try
        {
            var design = JsonSerializer.Deserialize(text[Math.Min(text.Length, Architecture.Length)..], AutoencoderDesignJson.Default.AutoencoderDesign);
            // What the text leaves out has no default here: it is null.
            return design is { Network: not null, Widths: not null, Activation: not null, Likelihood: not null, Posterior: not null, Start: not null } ? design : throw new JsonException("a part is missing");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"AutoencoderDesign: found '{text}'; expected what a saved model's header says ({ExceptionText.WithoutParameter(e)}).", e);
        }
    }

    internal Activation HiddenActivation => Activation switch
    {
        "relu" => Networks.Activation.Relu,
        "leaky-relu" => Networks.Activation.LeakyRelu(0.1f),
        "tanh" => Networks.Activation.Tanh,
        "silu" => Networks.Activation.Silu,
        "softplus" => Networks.Activation.Softplus,
        _ => throw Unknown(nameof(Activation), Activation, "relu, leaky-relu, tanh, silu or softplus"),
    };

    internal WeightStart FirstWeights => Start switch
    {
        "keras" or "tiling" => WeightStart.Glorot,
        "pytorch" => WeightStart.FanIn,
        _ => throw Unknown(nameof(Start), Start, "keras, pytorch or tiling"),
    };

    /// <summary>Those of the decoder's first layer, which sees the latent point.</summary>
    internal WeightStart FirstDecoderWeights => Start == "tiling" ? WeightStart.Tiling : FirstWeights;

    private int FeatureCount() => Posterior switch
    {
        "diagonal" => DiagonalGaussianEncoder.FeatureCount(Latent),
        "full" => GaussianEncoder.FeatureCount(Latent),
        _ => throw Unknown(nameof(Posterior), Posterior, "diagonal or full"),
    };

    private void Check()
    {
        Require(Height is >= 1 and <= LargestSide && Width is >= 1 and <= LargestSide && Channels is >= 1 and <= LargestSide, "the image", $"{Height} × {Width} × {Channels}", $"lengths from 1 to {LargestSide}");
        Require(Widths.Count is >= 1 and <= MostLayers, nameof(Widths), $"of {Widths.Count} layers", $"1 to {MostLayers}");
        Require(Widths.All(w => w is >= 1 and <= LargestWidth), nameof(Widths), string.Join(", ", Widths), $"numbers from 1 to {LargestWidth}");
        Require(Latent is >= 1 and <= LargestLatent, nameof(Latent), $"{Latent}", $"1 to {LargestLatent}");
        Require(Dropout is >= 0 and < 1, nameof(Dropout), FormattableString.Invariant($"{Dropout}"), "0 or more and below 1");
        Require(Beta >= 0 && double.IsFinite(Beta), nameof(Beta), FormattableString.Invariant($"{Beta}"), "0 or more");
        Require(ClassCount is >= 0 and <= LargestWidth, nameof(ClassCount), $"{ClassCount}", $"0 to {LargestWidth}");
    }

    private static void Require(bool holds, string name, string found, string expected)
    {
        if (!holds) throw new ArgumentException($"AutoencoderDesign: {name} is {found}; expected {expected}.", name);
    }

    private static ArgumentException Unknown(string name, string found, string expected) => new($"AutoencoderDesign: {name} is '{found}'; expected {expected}.", name);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AutoencoderDesign))]
internal sealed partial class AutoencoderDesignJson : JsonSerializerContext;
