namespace Ansatz.Studies.Settings;

/// <summary>When a prior learns.</summary>
internal enum PriorFitting
{
    /// <summary>With encoder and decoder, by their objective.</summary>
    Joint,

    /// <summary>After them: they are trained with a standard normal as prior, and then the prior is fitted to the codes of the training images.</summary>
    After,
}

/// <summary>The settings of a learnt prior, which all studies of autoencoders have.</summary>
internal static class PriorSettings
{
    public static Setting<TConfig> Prior<TConfig>(string key, Func<TConfig, Prior> get, Func<TConfig, Prior, TConfig> set) =>
        new Setting<TConfig, Prior>("prior", "The family of p(z):", key, new ChoiceKind<Prior>(PriorJson.Default.Prior), get, set) { NamesWords = true };

    public static Setting<TConfig> Fit<TConfig>(Func<TConfig, PriorFitting> get, Func<TConfig, PriorFitting, TConfig> set) => new Setting<TConfig, PriorFitting>(
        "prior-fit", "Train the prior with the model, or fit it to the codes afterwards.", "priorFit",
        new WordsKind<PriorFitting>(null, ("joint", PriorFitting.Joint), ("after", PriorFitting.After)), get, set);

    /// <summary>Whether a prior is fitted after the training. A standard normal never is.</summary>
    public static bool IsFittedAfter(Prior prior, PriorFitting fitting) => fitting == PriorFitting.After && prior != Autoencoders.Prior.Normal;

    /// <summary>Refuses a prior that cannot be fitted afterwards.</summary>
    /// <exception cref="UsageException">The encoder is a part of the prior.</exception>
    public static void Check(Prior prior, PriorFitting fitting)
    {
        if (fitting == PriorFitting.After && prior == Autoencoders.Prior.Vamp)
            throw new UsageException("--prior vamp cannot be fitted to codes afterwards, because the encoder is a part of it; expected --prior-fit joint beside it, or --prior mixture or flow");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Prior))]
internal sealed partial class PriorJson : JsonSerializerContext;
