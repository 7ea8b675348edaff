using Ansatz.Tables;
using Ansatz.Tables.Models;

namespace Ansatz.Studies.Tables;

/// <summary>A study that leaves a model of a table.</summary>
internal interface ITableStudy
{
    /// <summary>Opens a finished run.</summary>
    /// <exception cref="InvalidDataException">The run is not finished.</exception>
    SavedTable Open(string folder);
}

/// <summary>What the models of tables do alike.</summary>
internal abstract class TableStudy(string name, SettingTable<TableConfig> settings) : Study<TableConfig, TableData>(name, "train"), ITableStudy
{
    protected override SettingTable<TableConfig> Settings => settings;

    protected override string? PlaceOf(TableConfig config) => config.Data;

    protected override (TableConfig, TableData) Resolve(IReadOnlyDictionary<string, string> given, TableConfig? earlier, IConsole console)
    {
        var config = Settings.Apply(earlier ?? Standard, given);
        if (config.Data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected a CSV file whose first line names the columns, or a Parquet or Arrow file");
        if (Directory.Exists(config.Data)) throw new UsageException($"{Command}: --data {config.Data} is a folder; expected a table, such as a CSV file; 'ansatz train vae' learns a folder of images");
        config = config with { Data = Path.GetFullPath(config.Data), DataSha256 = TableData.Sha256Of(config.Data) };
        var data = Read(config);
        foreach (var column in data.Whole.Columns.Select(c => c.Definition).Where(c => !c.IsModelled && c.Kind != ColumnKind.Skip))
            console.Note($"column '{column.Name}' is passed over: {TableWords.Of(column.Kind)}{TableWords.Use(column)}");
        foreach (var column in data.Whole.Columns)
            if (column.Atom is { } atom)
                console.Note($"column '{column.Name}': {100 * atom.Share:0} % of its cells are {atom.Value}; a density has no limit there, so nats mean little; say --columns {column.Definition.WayOut}, or put whether it is {atom.Value} into a column of its own");
        foreach (var column in data.Whole.Columns)
            if (column.FewWholeNumbers is { } count) console.Note($"column '{column.Name}' has {count} different whole numbers, and samples have those between them too; say --columns {column.Name}:categorical if it has only these values");
        foreach (var column in data.Whole.Columns)
            if (column.BeginsAtZero) console.Note($"column '{column.Name}' has no cell below 0, and samples may have some; say --columns {column.Name}:0..MOST, with the largest number it can hold, to prevent that");
        if (data.CompleteCount < data.Whole.RowCount) console.Note($"{Words.Of(data.Whole.RowCount - data.CompleteCount, "row")} of {data.Whole.RowCount:#,0} with a missing cell are passed over");
        return (Fitted(config, data), data);
    }

    private TableData Read(TableConfig config)
    {
        try
        {
            return new TableData(config);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{Command}: --columns: {ExceptionText.WithoutParameter(e).TrimEnd('.')}");
        }
    }

    protected override Finding Work(RunContext run, TableConfig config, TableData data)
    {
        var rng = new Rng((ulong)config.Seed);
        var trained = Train(run, config, data, rng);
        run.WriteTrained(trained.Model.Module, trained.History);
        trained.Model.Save(run.Folder);
        return new TableReport(config, Settings, new TableRun(run, config, data, trained, rng).Measure(), run.Origin).Finding();
    }

    /// <summary>The configuration with what follows from the rows, where no option says it.</summary>
    protected virtual TableConfig Fitted(TableConfig config, TableData data) => config;

    /// <summary>Learns the training rows.</summary>
    protected abstract TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng);

    // The saved model is measured: nothing is fitted again.
    public override void Report(string folder, string? cache, IConsole console)
    {
        var saved = Open(folder);
        var (config, data) = (saved.Config, saved.OwnData());
        var earlier = TableMetrics.Read(RunFiles.Require(folder, RunFiles.Metrics));
        using var claim = OutputFolder.Claim(folder, force: false, resume: true);
        var trained = new TrainedTable(saved.Model, RunFiles.ReadHistory(folder), earlier.BestEpoch, earlier.Seconds.Train, earlier.Rows.Train, earlier.Rows.Watched);
        console.Track(progress =>
        {
            var run = new RunContext(folder, Origin.Of(CommandOf(config, folder), folder), progress, console.Cancellation);
            return new TableReport(config, Settings, new TableRun(run, config, data, trained, new Rng((ulong)config.Seed)).Measure(), run.Origin).Finding();
        }).Write(folder, console);
    }

    public SavedTable Open(string folder)
    {
        RunFiles.Require(folder, RunFiles.Weights);
        return new SavedTable(folder, ReadConfig(folder), TableModel.Load(folder), Settings);
    }
}

/// <summary><c>train flow</c>: a neural spline flow of the rows of a table.</summary>
internal sealed class TableFlowStudy() : TableStudy("flow", TableConfig.OfFlow)
{
    public override IReadOnlyList<string> Examples => ["ansatz train flow --data people.csv --out runs/people", "ansatz train flow --data people.parquet --condition city --out runs/by-city", "ansatz train flow --data people.csv --columns age:integer,share:0..1,id:skip --json"];

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        var transform = TableTransform.Fit(data.Known, rng.Fork("noise"), hasCodes: true, isNormal: true);
        var rows = transform.Encode(data.Known, rng.Fork("noise"));
        run.Progress.Begin("starting from mixtures");
        var (learnt, watched) = WatchedParts.Counts(rows.Count);
        var (model, state, seconds) = new FlowMembers(transform, rows, config.Design, config.Options(learnt), rng, run.Cancellation)
            .Train((name, trainer, flow, some, others) =>
            {
                run.Progress.Line($"{name.Replace('-', ' ')} of {config.Members}; its nll is that of the transformed columns, not in the table's units");
                return run.Train(trainer, flow, some, others, "rows", name, watched: "watched rows'", writesHistory: true);
            });
        return new TrainedTable(model, state.History, state.BestEpoch, seconds, learnt, watched);
    }

    protected override TableConfig Fitted(TableConfig config, TableData data)
    {
        var rows = data.Known.CompleteRows().Length;
        return config with
        {
            Epochs = config.Epochs > 0 ? config.Epochs : config.Options(WatchedParts.Counts(rows).Learnt).EpochCount,
            Members = config.Design.MembersFor(rows),
        };
    }
}

/// <summary><c>train mixture</c>: a Gaussian mixture of the rows of a table.</summary>
internal sealed class TableMixtureStudy() : TableStudy("mixture", TableConfig.OfMixture)
{
    public override IReadOnlyList<string> Examples => ["ansatz train mixture --data people.csv --out runs/people", "ansatz train mixture --data people.csv --components 5 --json"];

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        int fewest = Math.Max(1, (int)config.Components), most = config.Components > 0 ? fewest : 20;
        var (model, seconds) = run.Stage("expectation-maximization", () => MixtureTableModel.Fit(data.Known, rng, fewest, most, (int)config.Shards, run.Workers, run.Cancellation));
        return new TrainedTable(model, [], 0, seconds, data.Known.CompleteRows().Length, 0);
    }
}

/// <summary><c>train vae</c> on a table: a variational autoencoder of its rows.</summary>
internal sealed class TableVaeStudy() : TableStudy("vae", TableConfig.OfVae)
{
    public override IReadOnlyList<string> Examples => ["ansatz train vae --data people.csv --out runs/people"];

    protected override TableConfig Fitted(TableConfig config, TableData data) => config with
    {
        Latent = config.VaeDesign.LatentFor(data.Whole.Columns.Count(c => c.Definition is { IsModelled: true, IsGiven: false })),
        Epochs = config.Epochs > 0 ? config.Epochs : config.VaeOptions(WatchedParts.Counts(data.Known.CompleteRows().Length).Learnt).EpochCount,
    };

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        var fit = new VaeTableFit(data.Known, rng, config.VaeDesign);
        var state = run.Train(new Trainer(config.VaeOptions(fit.Learnt.Count), rng.Fork("training")), fit.Autoencoder, fit.Learnt, fit.Watched, "rows", watched: "watched rows'");
        return new TrainedTable(fit.Model, state.History, state.BestEpoch, state.Seconds, fit.Learnt.Count, fit.Watched.Count);
    }
}

/// <summary><c>train rbm</c> on a table: a Boltzmann machine of categories.</summary>
internal sealed class TableMachineStudy() : TableStudy("rbm", TableConfig.OfMachine)
{
    public override IReadOnlyList<string> Examples => ["ansatz train rbm --data answers.csv --out runs/answers", "ansatz train rbm --data answers.csv --columns rating:categorical,name:skip --hidden 12"];

    protected override TableConfig Fitted(TableConfig config, TableData data) =>
        config with { Epochs = config.Epochs > 0 ? config.Epochs : RbmTableModel.DefaultOptions(data.Training.CompleteRows().Length).EpochCount };

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        var fit = new RbmTableFit(data.Training, rng, (int)config.Hidden, stepCount: (int)config.GibbsSteps);
        var watched = fit.Encode(data.Watched);
        var options = RbmTableModel.DefaultOptions(fit.Rows.Count, (int)config.Epochs, (int)config.Batch, config.LearningRate) with { ShardCount = (int)config.Shards };
        var state = run.Train(new Trainer(options, rng.Fork("training")), fit.Divergence, fit.Rows, watched, "rows", watched: "watched rows'");
        var (model, _) = run.Stage("finding log Z", () => fit.Finish((int)config.AnnealingSteps, run.Cancellation));
        return new TrainedTable(model, state.History, state.BestEpoch, state.Seconds, fit.Rows.Count, watched.Count);
    }
}

/// <summary>A model of a table, fresh from training.</summary>
internal sealed record TrainedTable(TableModel Model, IReadOnlyList<EpochRecord> History, int BestEpoch, double Seconds, int RowCount, int WatchedCount);

/// <summary>A finished run of a model of a table.</summary>
internal sealed record SavedTable(string Folder, TableConfig Config, TableModel Model, SettingTable<TableConfig> Settings)
{
    /// <summary>The rows that judged the run, and the stream of their noise.</summary>
    public (Table Table, Rng Noise) OwnRows() => (OwnData().HeldOut, TableRun.HeldOutNoise(Config));

    /// <summary>The table that the run learnt, in its parts.</summary>
    public TableData OwnData() => TableData.Sha256Of(Config.Data) == Config.DataSha256
        ? new TableData(Config)
        : throw new InvalidDataException($"{Config.Data}: the file has changed since the run; expected the same bytes; name a table with --data");

    /// <summary>Another table, by the model's columns.</summary>
    /// <param name="keepsTexts">Whether columns that the model passes over are written again as they are.</param>
    public Table Read(string path, string? delimiter, bool keepsTexts = false) => Table.Read(path, Model.Columns, new TableReading { Delimiter = DelimiterKind.Of(delimiter ?? ""), KeepsTexts = keepsTexts });
}

/// <summary>Kinds of columns as users write and read them.</summary>
internal static class TableWords
{
    public static string Of(ColumnKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>What to say so that a column which is passed over is used, where that is possible.</summary>
    public static string Use(ColumnDefinition column) => column.Kind == ColumnKind.Constant ? ""
        : !column.HasManyValues ? $"; say --columns {column.Name}:categorical to use it"
        : column.Kind == ColumnKind.Identifier && column.IsNumeric ? $"; say --columns {column.Name}:integer to use it as a number"
        : $"; it has more than {ColumnDefinition.MostCategories:#,0} values, too many for categories";
}
