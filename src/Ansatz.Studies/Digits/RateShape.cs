namespace Ansatz.Studies.Digits;

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
