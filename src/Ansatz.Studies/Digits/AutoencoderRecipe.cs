using System.Globalization;
using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Training;

namespace Ansatz.Studies.Digits;

/// <summary>What a configuration's words and numbers stand for in the library.</summary>
internal static class AutoencoderRecipe
{
    extension(AutoencoderConfig config)
    {
        public VariationalAutoencoder Model() => config.Design.Build(config.Objective());

        public Objective Objective() => config.Samples > 0
            ? new ImportanceWeightedBound((int)config.Samples)
            : new EvidenceLowerBound(config.Anneal > 0 ? new LinearSchedule(0, config.Design.Beta, config.Anneal) : config.Design.Beta, config.FreeBits);

        public TrainerOptions Options() => new()
        {
            EpochCount = (int)config.Epochs,
            BatchSize = (int)config.BatchSize,
            Optimizer = config.Optimizer == "adam-keras" ? Adam.Keras() : new Adam(),
            LearningRate = config.LearningRates(),
            ClipNorm = config.ClipNorm,
        };

        /// <summary>The learning rate by epochs.</summary>
        public Schedule LearningRates()
        {
            if (config.Schedule == "constant" && config.WarmUp == 0) return config.LearningRate;
            Schedule after = config.Schedule == "cosine" ? new CosineSchedule(config.LearningRate, Math.Max(1e-3, config.Epochs - config.WarmUp)) : config.LearningRate;
            return config.WarmUp > 0 ? new WarmUpSchedule(config.WarmUp, after) : after;
        }

        /// <summary>The model as it is trained: on what it sees of the images.</summary>
        public ITrainable Trained(VariationalAutoencoder model)
        {
            ITrainable trained = model;
            if (config.Damage() is { } corruption) trained = new Denoising(trained, corruption);
            if (config.Binarize == "resampled") trained = new Rebinarizing(trained);
            return trained;
        }

        public Corruption? Damage() => config.Noise == "none" ? null : Damage(config.Noise);
    }

    /// <summary>The damage of a text such as "gaussian:0.3".</summary>
    /// <exception cref="FormatException">The text is no such thing.</exception>
    public static Corruption Damage(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) || !(amount is > 0 and <= 1)) throw Malformed(text);
        return parts[0] switch
        {
            "gaussian" => new GaussianNoise(amount),
            "salt-and-pepper" => new SaltAndPepper(amount),
            "masking" => new Masking(amount),
            _ => throw Malformed(text),
        };
    }

    private static FormatException Malformed(string text) =>
        new($"found '{text}'; expected gaussian:SIGMA, salt-and-pepper:SHARE or masking:SHARE, the number above 0 and at most 1");
}
