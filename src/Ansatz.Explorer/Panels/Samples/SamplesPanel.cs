namespace Ansatz.Explorer.Panels.Samples;

/// <summary>Draws from the prior. The page decodes them, and a click leads to a draw's point.</summary>
/// <param name="model">The run's autoencoder.</param>
internal sealed class SamplesPanel(LatentModel model) : Panel("samples", "Samples from the prior")
{
    private const int MostDraws = 100;

    public override IEnumerable<Endpoint> Endpoints => [new(At("draws"), Draws)];

    private Answer Draws(Question question)
    {
        var count = question.Number("count");
        if (count is < 1 or > MostDraws) throw new InvalidDataException($"count: found {count}; expected 1 to {MostDraws}");
        var rng = new Rng((ulong)question.Number("seed")).Fork("sample");
        return Answer.Json(new PriorDraws(model.Draws(rng, count, question.Number("class"))), SamplesJson.Default.PriorDraws);
    }
}

/// <summary>Draws from the prior, [count, latent].</summary>
internal sealed record PriorDraws(float[] Z);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PriorDraws))]
internal sealed partial class SamplesJson : JsonSerializerContext;
