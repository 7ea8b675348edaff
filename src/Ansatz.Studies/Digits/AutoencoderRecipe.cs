namespace Ansatz.Studies.Digits;

/// <summary>What a configuration stands for in the library.</summary>
internal static class AutoencoderRecipe
{
    extension(AutoencoderConfig config)
    {
        public VariationalAutoencoder Model() => config.Design.Build(config.Objective());

        public Objective Objective() => config.Design.Samples > 0
            ? new ImportanceWeightedBound(config.Design.Samples)
            : new EvidenceLowerBound(config.Anneal > 0 ? new LinearSchedule(0, config.Design.Beta, config.Anneal) : config.Design.Beta, config.FreeBits);

        public TrainerOptions Options() => new()
        {
            EpochCount = (int)config.Epochs,
            BatchSize = (int)config.BatchSize,
            Optimizer = config.Optimizer.Create(),
            LearningRate = config.LearningRates(),
            ClipNorm = config.ClipNorm,
        };

        /// <summary>The learning rate by epochs.</summary>
        public Schedule LearningRates()
        {
            var after = config.Schedule.Over(config.LearningRate, config.Epochs - config.WarmUp);
            return config.WarmUp > 0 ? new WarmUpSchedule(config.WarmUp, after) : after;
        }

        /// <summary>The model as it is trained: on corrupted images, or on black and white ones.</summary>
        public ITrainable Trained(VariationalAutoencoder model) =>
            config.Binarize.Wrap(config.Noise is { } corruption ? new Denoising(model, corruption) : model);
    }
}
