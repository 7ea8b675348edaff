namespace Ansatz.Studies.Digits;

/// <summary>The choices that the studies of digits add to those of an autoencoder's design.</summary>
internal static class DigitsKinds
{
    public static ChoiceKind<PixelBinarization> Binarization { get; } = new(DigitsJson.Default.PixelBinarization);

    /// <summary>The same for models of bits, which see no gray pixels.</summary>
    public static ChoiceKind<PixelBinarization> BlackAndWhite { get; } = new(DigitsJson.Default.PixelBinarization) { Without = "none" };

    public static ChoiceKind<RateShape> RateShape { get; } = new(DigitsJson.Default.RateShape);
    public static ChoiceKind<AdamVariant> Adam { get; } = new(DigitsJson.Default.AdamVariant);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PixelBinarization))]
[JsonSerializable(typeof(RateShape))]
[JsonSerializable(typeof(AdamVariant))]
internal sealed partial class DigitsJson : JsonSerializerContext;
