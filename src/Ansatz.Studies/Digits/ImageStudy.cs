namespace Ansatz.Studies.Digits;

/// <summary>What the studies with autoencoders of images do alike: read the images, and fit the configuration to them.</summary>
/// <param name="standard">What the help names as defaults.</param>
/// <param name="without">Settings that are no options of this study.</param>
internal abstract class ImageStudy(string name, AutoencoderConfig standard, IReadOnlyList<string> without, string group = "study") : Study<AutoencoderConfig, AutoencoderData>(name, group)
{
    /// <summary>The settings that describe a network; a published study fixes them.</summary>
    protected static IReadOnlyList<string> OfNetwork { get; } = ["network", "widths", "activation", "start", "optimizer", "from"];

    public sealed override AutoencoderConfig Standard => standard;
    protected override SettingTable<AutoencoderConfig> Settings => AutoencoderSettings.Table;
    public override IEnumerable<SettingOption> Options => [.. base.Options.Where(o => !without.Contains(o.Name)), SettingOption.Cache];
    protected override string? PlaceOf(AutoencoderConfig config) => config.Source.Data;

    /// <summary>Applies the options to a configuration, reads its images and fits it to them.</summary>
    /// <param name="start">What stands where options are not given.</param>
    /// <param name="console">Told what is read.</param>
    /// <param name="isNew">Whether the start has no batch of its own that a user or an earlier run chose.</param>
    /// <returns>The images are those that the configuration takes.</returns>
    /// <exception cref="UsageException">The settings do not go together, or do not fit the images.</exception>
    protected (AutoencoderConfig Config, AutoencoderData Data) Fit(AutoencoderConfig start, IReadOnlyDictionary<string, string> given, IConsole console, bool isNew)
    {
        // How to read an archive belongs to the archive.
        if (given.ContainsKey("data")) start = start with { Source = new ImageSource("") };
        var config = Settings.Apply(start, given);
        if (config.Source.Data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected a folder of images, an .npz or .npy file, or the name of a public data set");
        var all = AutoencoderData.Load(config.Source, given.GetValueOrDefault(SettingOption.Cache.Name), console);
        AutoencoderChecks.RequireLabels(config, all);
        var example = all.Training.ExampleShape;
        config = config with
        {
            Source = config.Source.Resolved(),
            Design = config.Design with
            {
                Height = example[0],
                Width = example[1],
                Channels = example[2],
                ClassCount = config.Design.ClassCount == ConditionKind.OfData ? all.ClassNames.Count : config.Design.ClassCount,
                ClassNames = all.Training.ClassNames,
            },
        };
        AutoencoderChecks.Require(config, all);
        var used = all.For(config);
        if (isNew && !given.ContainsKey("batch")) config = config with { BatchSize = BatchFor(config.BatchSize, used.Training.Count) };
        AutoencoderChecks.RequireCounts(config, used);
        return (config, used);
    }

    // If nobody chose a batch, few images have eight steps per epoch.
    private static long BatchFor(long batch, int images) => Math.Clamp(images / 8, 1, batch);
}

/// <summary>One that trains one autoencoder.</summary>
/// <inheritdoc cref="ImageStudy"/>
internal abstract class AutoencoderStudy(string name, AutoencoderConfig standard, IReadOnlyList<string> without, string group = "study") : ImageStudy(name, standard, without, group), IAutoencoderStudy
{
    /// <summary>The title of the report.</summary>
    protected abstract string TitleOf(AutoencoderConfig config);

    protected sealed override Finding Work(RunContext run, AutoencoderConfig config, AutoencoderData data) => new AutoencoderRun(run, config, data).Run(TitleOf(config));

    public (VariationalAutoencoder Model, string Config) Described(string configFile)
    {
        var config = Settings.ReadFile(configFile);
        try
        {
            return (config.Model(), Settings.Write(config));
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException($"{configFile}: design: {ExceptionText.WithoutParameter(e)}", e);
        }
    }

    public SavedRun Open(string folder, string? cache, IConsole console)
    {
        var config = ReadConfig(folder);
        // The configuration says the objective, which headers of version 0.1 leave out.
        var model = config.Model();
        ModelFile.LoadInto(model, RunFiles.Require(folder, RunFiles.Weights));
        return new SavedRun(folder, config.Study, model, config.Design.Example, config.Design.Likelihood, config.Seed, Settings.Rows(config))
        {
            Config = config,
            OwnImages = () => AutoencoderData.Load(config.Source, cache, console) is var data ? (data.For(config).Scored, data.ClassNames) : default,
        };
    }
}
