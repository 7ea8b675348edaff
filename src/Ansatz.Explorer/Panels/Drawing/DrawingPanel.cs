namespace Ansatz.Explorer.Panels.Drawing;

/// <summary>An image that is drawn, dropped, or taken from the run: it is encoded, and its code becomes the point of the page.</summary>
/// <param name="model">The run's autoencoder.</param>
internal sealed class DrawingPanel(LatentModel model) : Panel("drawing", "Draw an image, or drop one")
{
    private const long MostBytes = 1 << 20;
    private const string Sent = "image";

    // The header's data follows the signature, its length and its name.
    private const int HeaderStart = 16, HeaderEnd = 29;

    private readonly Lazy<Dataset> own = new(() => model.Run.Images(null, null, new SilentConsole("", CancellationToken.None)).Images);

    public override IEnumerable<Endpoint> Endpoints =>
    [
        Endpoint.Upload(At("encode"), "image/png", MostBytes, Encode),
        new(At("example"), question => Answer.Picture(Png.Encode(own.Value.Slice(question.Number("image") % own.Value.Count, 1).ToImages()[0]))),
    ];

    private Answer Encode(Question question)
    {
        RequireSize(question.Body);
        var image = Png.Decode(question.Body, Sent);
        var pixels = (model.Channels == 3 ? image.ToRgb() : Gray(image.ToOpaque())).Pixels.ToArray();
        var images = Dataset.FromBytes(pixels, model.Run.Example, model.Labels(question.Number("class"), 1));
        // Black and white, if the run's images are.
        if (model.Run.Config is { } config) images = AutoencoderData.Evaluated(images, config);
        return Answer.Json(new EncodedPoint(model.Encode(images)), DrawingJson.Default.EncodedPoint);
    }

    // The page sends an image in the size of the run's. A small file of another size may unpack to gigabytes, so the header is read first.
    private void RequireSize(ReadOnlySpan<byte> png)
    {
        if (png.Length < HeaderEnd || !png.StartsWith(PngEncoder.Signature)) throw new InvalidDataException($"{Sent}: found {png.Length} bytes that are no PNG; expected a PNG of {model.Width} × {model.Height} pixels");
        var header = PngHeader.Read(png[HeaderStart..HeaderEnd], Sent);
        if (header.Width != model.Width || header.Height != model.Height)
            throw new InvalidDataException($"{Sent}: found {header.Width} × {header.Height} pixels; expected {model.Width} × {model.Height}, the size of the run's images");
    }

    // Luma of Rec. 601.
    private static Image Gray(Image image)
    {
        if (image.Channels == 1) return image;
        var gray = new Image(image.Width, image.Height, 1);
        for (var i = 0; i < gray.Pixels.Length; i++) gray.Pixels[i] = (byte)((299 * image.Pixels[3 * i] + 587 * image.Pixels[3 * i + 1] + 114 * image.Pixels[3 * i + 2] + 500) / 1000);
        return gray;
    }
}

/// <summary>E[z|x] of one image.</summary>
internal sealed record EncodedPoint(float[] Z);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EncodedPoint))]
internal sealed partial class DrawingJson : JsonSerializerContext;
