namespace Ansatz.Explorer.Panels.Interpolation;

/// <summary>The straight line between two points of the latent space, decoded as an animation.</summary>
/// <param name="model">The run's autoencoder.</param>
internal sealed class InterpolationPanel(LatentModel model) : Panel("interpolation", "From one image to another")
{
    private const int FewestFrames = 2, MostFrames = 200, FrameMilliseconds = 80;

    public override IEnumerable<Endpoint> Endpoints => [Endpoint.Post(At("animation"), InterpolationJson.Default.LineToDecode, Animation)];

    private Answer Animation(LineToDecode asked)
    {
        if (asked.From.Length != model.Dimension || asked.To.Length != model.Dimension) throw new InvalidDataException($"found points of {asked.From.Length} and {asked.To.Length} numbers; expected {model.Dimension}");
        if (asked.Frames is < FewestFrames or > MostFrames) throw new InvalidDataException($"frames: found {asked.Frames}; expected {FewestFrames} to {MostFrames}");
        var points = new float[asked.Frames * model.Dimension];
        for (var i = 0; i < points.Length; i++)
        {
            var (frame, j) = Math.DivRem(i, model.Dimension);
            points[i] = asked.From[j] + (asked.To[j] - asked.From[j]) * frame / (asked.Frames - 1);
        }
        return Answer.Picture(AnimatedPng.Encode(model.Decode(points, asked.Class).Select(d => ImageGrid.Fitted([d], 1).ToImage()), FrameMilliseconds));
    }
}

/// <summary>A line that the page wants decoded.</summary>
/// <param name="From">[latent].</param>
/// <param name="To">[latent].</param>
/// <param name="Frames">Images, both ends included.</param>
/// <param name="Class">What a conditional decoder is told.</param>
internal sealed record LineToDecode(float[] From, float[] To, int Frames, int Class = 0);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LineToDecode))]
internal sealed partial class InterpolationJson : JsonSerializerContext;
