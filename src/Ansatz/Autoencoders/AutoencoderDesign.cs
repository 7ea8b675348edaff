using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>An autoencoder of images as data: enough to build it again. A saved model carries its design.</summary>
/// <example><code>
/// var model = new AutoencoderDesign { Height = 28, Width = 28, Network = ImageNetwork.Dense, Widths = [512, 256], Likelihood = Likelihood.SquaredError }.Build();
/// </code></example>
public sealed record AutoencoderDesign
{
    /// <summary>The first word of the architecture of every model built from a design; the design follows.</summary>
    internal const string Architecture = "autoencoder";

    private const int LargestSide = 1 << 16, LargestWidth = 1 << 20, LargestLatent = 1 << 16, MostLayers = 100, MostSamples = 1 << 16;

    public required int Height { get; init; }

    public required int Width { get; init; }

    /// <summary>1 gray, 3 red, green and blue.</summary>
    public int Channels { get; init; } = 1;

    public ImageNetwork Network { get; init; } = ImageNetwork.Convolutional;

    /// <summary>The encoder's hidden layers: features if dense, else channels. The decoder has them in reverse.</summary>
    public IReadOnlyList<int> Widths { get; init; } = [32, 64];

    /// <summary>Latent dimensions.</summary>
    public int Latent { get; init; } = 2;

    /// <summary>What hidden layers apply.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>How an image is scored against the decoder's output.</summary>
    public Likelihood Likelihood { get; init; } = Likelihood.CrossEntropy;

    /// <summary>The family of q(z|x).</summary>
    public Posterior Posterior { get; init; } = Posterior.Diagonal;

    /// <summary>The family of p(z).</summary>
    public Prior Prior { get; init; } = Prior.Normal;

    /// <summary>Classes that the networks get with their input; 0 where the model is not conditional.</summary>
    public int ClassCount { get; init; }

    /// <summary>What the labels of the training images mean, from 0 on; null if nobody named the classes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The share of hidden elements left out in training.</summary>
    public double Dropout { get; init; }

    /// <summary>The convention for the first weights.</summary>
    public FirstWeights Start { get; init; } = FirstWeights.Keras;

    /// <summary>The weight of the divergence after training, with which a loaded model is evaluated.</summary>
    public double Beta { get; init; } = 1;

    /// <summary>Draws of z in the <see cref="ImportanceWeightedBound"/> that a loaded model is evaluated with; 0 stands for the <see cref="EvidenceLowerBound"/>.</summary>
    public int Samples { get; init; }

    [JsonIgnore]
    public Shape Example => [Height, Width, Channels];

    /// <summary>The model, without weights yet.</summary>
    /// <param name="objective">What training minimises; left out, the bound with which a loaded model is evaluated.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public VariationalAutoencoder Build(Objective? objective = null)
    {
        Check();
        var (encoder, decoder) = Network.Build(this, Posterior.FeatureCount(Latent), Likelihood.OutputActivation);
        var posterior = Posterior.Encoder(encoder, Latent);
        return new VariationalAutoencoder(
            posterior, Likelihood.Decoder(decoder), Prior.Build(posterior, Latent, Example),
            objective ?? (Samples > 0 ? new ImportanceWeightedBound(Samples) : new EvidenceLowerBound(Beta)))
        {
            Architecture = ToString(),
            ScoreConstant = Likelihood.ConstantPerValue * Example.Size,
            ValueSupport = Likelihood.NeedsBinaryPixels ? Support.ZeroOrOne : Support.UnitInterval,
            ClassNames = ClassNames,
        };
    }

    /// <summary>One line from which <see cref="Parse"/> makes the design again.</summary>
    public override string ToString() => $"{Architecture} {JsonSerializer.Serialize(this, AutoencoderDesignJson.Default.AutoencoderDesign)}";

    /// <summary>Reads the line of <see cref="ToString"/>. What it leaves out has its default; older lines hold words where newer ones hold objects.</summary>
    /// <exception cref="InvalidDataException">The text is no design.</exception>
    internal static AutoencoderDesign Parse(string text)
    {
        try
        {
            var standard = new AutoencoderDesign { Height = 0, Width = 0 };
            var whole = JsonSerializer.SerializeToNode(standard, AutoencoderDesignJson.Default.AutoencoderDesign)!.AsObject();
            var given = JsonNode.Parse(text[Math.Min(text.Length, Architecture.Length)..]) as JsonObject ?? throw new JsonException("found no object");
            foreach (var (name, value) in given.ToArray())
            {
                given.Remove(name);
                var isOlder = whole[name] is JsonObject && value is JsonValue v && v.GetValueKind() == JsonValueKind.String;
                whole[name] = isOlder ? new JsonObject { [Kinds<ImageNetwork>.Property] = value } : value;
            }
            return whole.Deserialize(AutoencoderDesignJson.Default.AutoencoderDesign) ?? throw new JsonException("found null");
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            throw new InvalidDataException($"AutoencoderDesign: found '{text}'; expected what a saved model's header says ({ExceptionText.WithoutParameter(e)}).", e);
        }
    }

    private void Check()
    {
        Require(Height is >= 1 and <= LargestSide && Width is >= 1 and <= LargestSide && Channels is >= 1 and <= LargestSide, "the image", $"{Height} × {Width} × {Channels}", $"lengths from 1 to {LargestSide}");
        Require(Widths.Count is >= 1 and <= MostLayers, nameof(Widths), $"of {Widths.Count} layers", $"1 to {MostLayers}");
        Require(Widths.All(w => w is >= 1 and <= LargestWidth), nameof(Widths), string.Join(", ", Widths), $"numbers from 1 to {LargestWidth}");
        Require(Latent is >= 1 and <= LargestLatent, nameof(Latent), $"{Latent}", $"1 to {LargestLatent}");
        Require(Dropout is >= 0 and < 1, nameof(Dropout), FormattableString.Invariant($"{Dropout}"), "0 or more and below 1");
        Require(Beta >= 0 && double.IsFinite(Beta), nameof(Beta), FormattableString.Invariant($"{Beta}"), "0 or more");
        Require(ClassCount is >= 0 and <= LargestWidth, nameof(ClassCount), $"{ClassCount}", $"0 to {LargestWidth}");
        Require(ClassCount == 0 || Prior != Prior.Vamp, nameof(Prior), $"{Prior} with {ClassCount} classes", "another prior: pseudo-inputs have no class");
        Require(Samples is >= 0 and <= MostSamples, nameof(Samples), $"{Samples}", $"0 to {MostSamples}");
    }

    private static void Require(bool holds, string name, string found, string expected)
    {
        if (!holds) throw new ArgumentException($"AutoencoderDesign: {name} is {found}; expected {expected}.", name);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(AutoencoderDesign))]
internal sealed partial class AutoencoderDesignJson : JsonSerializerContext;
