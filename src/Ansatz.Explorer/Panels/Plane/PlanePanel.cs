namespace Ansatz.Explorer.Panels.Plane;

/// <summary>The latent plane with the codes of the run's images. A point of it is decoded while it is dragged.</summary>
/// <param name="model">The run's autoencoder.</param>
internal sealed class PlanePanel(LatentModel model) : Panel("plane", "The latent space")
{
    private readonly Lazy<Answer> codes = new(() => Answer.Json(EncodedImages.Of(model), PlaneJson.Default.PlaneDocument));

    public override IEnumerable<Endpoint> Endpoints =>
    [
        new(At("codes"), _ => codes.Value),
        Endpoint.Post(At("decode"), PlaneJson.Default.PointsToDecode, Decode),
    ];

    // The images one after the other, each height × width × channels bytes.
    private Answer Decode(PointsToDecode asked)
    {
        var images = model.Decode(asked.Z, asked.Class);
        var bytes = new byte[images.Length * images[0].Pixels.Length];
        for (var i = 0; i < images.Length; i++) images[i].Pixels.CopyTo(bytes.AsSpan(i * images[0].Pixels.Length));
        return Answer.Bytes(bytes);
    }
}

/// <summary>Points that the page wants decoded.</summary>
/// <param name="Z">[n, latent].</param>
/// <param name="Class">What a conditional decoder is told.</param>
internal sealed record PointsToDecode(float[] Z, int Class = 0);

/// <summary>What the page knows of the model and of its images' codes.</summary>
/// <param name="Order">The latent dimensions by the variance of their codes, the largest first.</param>
/// <param name="Classes">The classes of a conditional model.</param>
/// <param name="Codes">[count, latent]: E[z|x] of some images.</param>
/// <param name="Colorings">Ways to colour the codes.</param>
/// <param name="Note">Why there are no codes, or null.</param>
internal sealed record PlaneDocument(int Height, int Width, int Channels, int Latent, int[] Order, IReadOnlyList<string> Classes, float[] Codes, IReadOnlyList<Coloring> Colorings, string? Note);

/// <summary>A colour for each code, and what the colours mean.</summary>
/// <param name="Name">The label or the factor.</param>
/// <param name="Colors">As <c>#rrggbb</c>.</param>
/// <param name="IsContinuous">Whether the legend is a bar from its first to its last entry.</param>
internal sealed record Coloring(string Name, string[] Colors, bool IsContinuous, IReadOnlyList<KeyEntry> Legend);

internal sealed record KeyEntry(string Text, string Color);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PlaneDocument))]
[JsonSerializable(typeof(PointsToDecode))]
internal sealed partial class PlaneJson : JsonSerializerContext;
