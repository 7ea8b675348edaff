namespace Ansatz.Studies.Digits;

/// <summary>What a configuration stands for in the library.</summary>
internal static class AutoencoderRecipe
{
    extension(AutoencoderConfig config)
    {
        public VariationalAutoencoder Model() => config.Design.Build(config.Objective());

        public bool IsPriorFittedAfter() => PriorSettings.IsFittedAfter(config.Design.Prior, config.PriorFit);

        /// <summary>The model that the trainer gets: with a standard normal as prior where another prior is fitted afterwards.</summary>
        public VariationalAutoencoder ModelToTrain() => (!config.IsPriorFittedAfter() ? config : config with { Design = config.Design with { Prior = Prior.Normal } }).Model();

        /// <summary>The trained model with its final prior.</summary>
        /// <param name="trained">What <see cref="ModelToTrain"/> gave, trained.</param>
        /// <param name="training">The images to whose codes a prior is fitted.</param>
        /// <param name="rng">The stream of the fit.</param>
        /// <param name="cancellation">Ends the fit.</param>
        public VariationalAutoencoder WithFinalPrior(VariationalAutoencoder trained, Dataset training, Rng rng, CancellationToken cancellation)
        {
            if (!config.IsPriorFittedAfter()) return trained;
            var model = trained.WithPrior(config.Design.Prior.Build(trained.Encoder, config.Design.Latent, config.Design.Example), $"{config.Design}");
            PriorFit.Run(model, training, rng, cancellation);
            return model;
        }

        public Objective Objective() => config.Design.Samples > 0
            ? new ImportanceWeightedBound(config.Design.Samples)
            : new EvidenceLowerBound(config.Anneal > 0 ? new LinearSchedule(0, config.Design.Beta, config.Anneal) : config.Design.Beta, config.FreeBits);

        public TrainerOptions Options() => new()
        {
            EpochCount = (int)config.Epochs,
            BatchSize = (int)config.BatchSize,
            ShardCount = (int)config.Shards,
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
        public ITrainable Trained(VariationalAutoencoder model) => config.Binarize.Wrap(config.Noise is { } corruption ? new Denoising(model, corruption) : model);
    }
}

/// <summary>The weights of a finished run, with which another training starts.</summary>
/// <param name="Run">Its folder, as a full path.</param>
/// <param name="Design">Its network.</param>
/// <param name="Sha256">The fingerprint of its weights.</param>
internal sealed record StartingWeights(string Run, AutoencoderDesign Design, string Sha256)
{
    /// <summary>The weights of a run of <c>train vae</c>, or of a study of digits.</summary>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="InvalidDataException">The folder holds no such finished run.</exception>
    public static StartingWeights Of(Study study, string run, IConsole console)
    {
        if (study is not AutoencoderStudy own) throw new InvalidDataException($"--from {run}: a run of study {study.Name}; expected a run of train vae, or of a study of digits");
        var saved = own.Open(run, null, console);
        return new StartingWeights(Path.GetFullPath(run), saved.Config!.Design, ParametersHash.Of(saved.Model.Parameters()));
    }

    /// <summary>Refuses another network, naming the first setting that differs.</summary>
    public void Require(AutoencoderDesign wanted)
    {
        if (AutoencoderSettings.Table.Difference(Network(Design, wanted), Network(wanted, wanted)) is { } difference)
            throw new UsageException($"--from {Run}: its network has {difference}; expected the same network, so leave out that option, or give images of the same size");
    }

    // What a network does not consist of is made equal. Class names matter only to a conditional network.
    private static AutoencoderConfig Network(AutoencoderDesign design, AutoencoderDesign wanted) => new()
    {
        Design = design with { Dropout = wanted.Dropout, Start = wanted.Start, Beta = wanted.Beta, Samples = wanted.Samples, ClassNames = wanted.ClassCount > 0 ? design.ClassNames : wanted.ClassNames },
    };

    /// <summary>Gives a model the first weights of its configuration, if it names some.</summary>
    /// <exception cref="InvalidDataException">The run has other weights now.</exception>
    public static void Load(VariationalAutoencoder model, AutoencoderConfig config)
    {
        if (config.From is not { } run) return;
        ModelFile.LoadInto(model, Path.Combine(run, RunFiles.Weights));
        if (ParametersHash.Of(model.Parameters()) is var found && found != config.FromSha256)
            throw new InvalidDataException($"{run}: its weights are {found[..12]}…, this run was to start from {config.FromSha256?[..12]}…; restore that run, or begin again with --force");
    }
}
