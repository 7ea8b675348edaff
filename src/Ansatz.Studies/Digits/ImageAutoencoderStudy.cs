namespace Ansatz.Studies.Digits;

/// <summary>What the studies with an autoencoder of images do alike: read the images, fit the configuration to them, open a finished run.</summary>
/// <param name="standard">What the help names as defaults.</param>
/// <param name="without">Settings that are no options of this study.</param>
internal abstract class ImageAutoencoderStudy<TOutcome>(string name, AutoencoderConfig standard, IReadOnlyList<string> without, string group = "study")
    : Study<AutoencoderConfig, AutoencoderData, TOutcome>(name, group)
{
    /// <summary>The settings that describe a network; a published study fixes them.</summary>
    protected static IReadOnlyList<string> OfNetwork { get; } = ["network", "widths", "activation", "start", "optimizer", "from"];

    /// <summary>What the help names as defaults.</summary>
    public AutoencoderConfig Standard { get; } = standard;

    protected override SettingTable<AutoencoderConfig> Settings => AutoencoderSettings.Table;
    public override IEnumerable<SettingOption> Options => [.. Settings.Options(Standard).Where(o => !without.Contains(o.Name)), SettingOption.Cache];
    protected override string? PlaceOf(AutoencoderConfig config) => config.Source.Data;

    /// <summary>Applies the options to a configuration, reads its images and fits it to them.</summary>
    /// <param name="start">What stands where options are not given.</param>
    /// <param name="console">Told what is read.</param>
    /// <exception cref="UsageException">The settings do not go together, or do not fit the images.</exception>
    protected (AutoencoderConfig Config, AutoencoderData Data) Fit(AutoencoderConfig start, IReadOnlyDictionary<string, string> given, IConsole console)
    {
        // How to read an archive belongs to the archive.
        if (given.ContainsKey("data")) start = start with { Source = new ImageSource("") };
        var config = Settings.Apply(start, given);
        if (config.Source.Data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected a folder of images, an .npz file, or the name of a public data set");
        var data = AutoencoderData.Load(config.Source, given.GetValueOrDefault(SettingOption.Cache.Name), console);
        AutoencoderChecks.RequireLabels(config, data);
        var example = data.Training.ExampleShape;
        config = config with
        {
            Source = config.Source.Resolved(),
            Design = config.Design with
            {
                Height = example[0],
                Width = example[1],
                Channels = example[2],
                ClassCount = config.Design.ClassCount == ConditionKind.OfData ? data.ClassNames.Count : config.Design.ClassCount,
                ClassNames = data.Training.ClassNames,
            },
            Ansatz = Product.Version,
        };
        AutoencoderChecks.Require(config, data);
        if (!given.ContainsKey("batch")) config = config with { BatchSize = BatchFor(config.BatchSize, data.For(config).Training.Count) };
        AutoencoderChecks.RequireCounts(config, data.For(config));
        return (config, data);
    }

    public override SavedRun Open(string folder, string? cache, IConsole console)
    {
        var config = ReadConfig(Path.Combine(folder, OutputFolder.ConfigFile));
        // The configuration says the objective, which headers of version 0.1 leave out.
        var model = config.Model();
        ModelFile.LoadInto(model, SavedRun.WeightsOf(folder));
        return new SavedRun(folder, config.Study, model, config.Design.Example, config.Design.Likelihood, config.Seed, Settings.Rows(config))
        {
            Config = config,
            OwnImages = () =>
            {
                var data = AutoencoderData.Load(config.Source, cache, console);
                return (data.For(config).Scored, data.ClassNames);
            },
        };
    }

    /// <summary>Writes what training one autoencoder found.</summary>
    protected static void Finish(string folder, AutoencoderConfig config, AutoencoderOutcome outcome, string title, Origin origin, IConsole console)
    {
        var known = KnownResult.Beside(config);
        Finish(folder, outcome.Metrics, AutoencoderJson.Default.AutoencoderMetrics, new AutoencoderReport(config, outcome, origin, title, known).Page(), console,
            (writer, report) => AutoencoderNumbers.Summarize(writer, outcome.Metrics, known, report));
    }

    // Where nobody chose a batch, few images have eight steps per epoch.
    private static long BatchFor(long batch, int images) => batch <= images ? batch : Math.Max(1, images / 8);
}
