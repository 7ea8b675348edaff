namespace Ansatz.Studies.Digits;

/// <summary>The choices that the studies of digits add to those of an autoencoder's design.</summary>
internal static class DigitsKinds
{
    public static ChoiceKind<Binarization> Binarization { get; } = new(DigitsJson.Default.Binarization);

    /// <summary>The same for models of bits, which see no gray pixels.</summary>
    public static ChoiceKind<Binarization> BlackAndWhite { get; } = new(DigitsJson.Default.Binarization) { Without = "none" };

    public static ChoiceKind<RateShape> RateShape { get; } = new(DigitsJson.Default.RateShape);
    public static ChoiceKind<AdamVariant> Adam { get; } = new(DigitsJson.Default.AdamVariant);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Binarization))]
[JsonSerializable(typeof(RateShape))]
[JsonSerializable(typeof(AdamVariant))]
internal sealed partial class DigitsJson : JsonSerializerContext;

/// <summary>Which library's Adam trains: they add different ε at different places.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<AdamVariant>.Property)]
[JsonDerivedType(typeof(KerasAdam), "adam-keras")]
[JsonDerivedType(typeof(PyTorchAdam), "adam-pytorch")]
internal abstract record AdamVariant
{
    public abstract Optimizer Create();
}

internal sealed record KerasAdam : AdamVariant
{
    public override Optimizer Create() => Adam.Keras();
}

internal sealed record PyTorchAdam : AdamVariant
{
    public override Optimizer Create() => new Adam();
}

/// <summary>How a learning rate changes after its warm-up.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<RateShape>.Property)]
[JsonDerivedType(typeof(ConstantRate), "constant")]
[JsonDerivedType(typeof(CosineRate), "cosine")]
internal abstract record RateShape
{
    /// <param name="highest">The first value.</param>
    /// <param name="epochs">From the end of the warm-up to the end of training.</param>
    public abstract Schedule Over(double highest, double epochs);
}

/// <summary>It stays as it is.</summary>
internal sealed record ConstantRate : RateShape
{
    public override Schedule Over(double highest, double epochs) => highest;
}

/// <summary>It falls to 0 at the last epoch along half a cosine.</summary>
internal sealed record CosineRate : RateShape
{
    /// <summary>A warm-up may take as long as training; what is left is never 0.</summary>
    private const double LeastEpochs = 1e-3;

    public override Schedule Over(double highest, double epochs) => new CosineSchedule(highest, Math.Max(LeastEpochs, epochs));
}
