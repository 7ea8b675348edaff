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
        if (config.Data.Length == 0) throw new UsageException($"{Command}: --data is missing; expected a CSV file whose first line names the columns");
        config = config with { Data = Path.GetFullPath(config.Data), DataSha256 = TableData.Sha256Of(config.Data) };
        var data = Read(config);
        foreach (var column in data.Whole.Columns.Select(c => c.Definition).Where(c => !c.IsModelled && c.Kind != ColumnKind.Skip))
            console.Note($"column '{column.Name}' is passed over: {TableWords.Of(column.Kind)}; say --columns {column.Name}:categorical to use it");
        if (data.CompleteCount < data.Whole.RowCount) console.Note($"{Words.Of(data.Whole.RowCount - data.CompleteCount, "row")} of {data.Whole.RowCount:#,0} with a missing cell are passed over");
        return (config with { Epochs = config.Epochs > 0 ? config.Epochs : config.Options(data.Training.CompleteRows().Length).EpochCount }, data);
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

    /// <summary>Learns the training rows.</summary>
    protected abstract TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng);

    public SavedTable Open(string folder)
    {
        RunFiles.Require(folder, RunFiles.Weights);
        return new SavedTable(folder, ReadConfig(folder), TableModel.Load(folder), Settings);
    }
}

/// <summary><c>train flow</c>: a neural spline flow of the rows of a table.</summary>
internal sealed class TableFlowStudy() : TableStudy("flow", TableConfig.OfFlow)
{
    public override IReadOnlyList<string> Examples => ["ansatz train flow --data people.csv --out runs/people", "ansatz train flow --data people.csv --columns age:integer,share:0..1,id:skip --json"];

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        var transform = TableTransform.Fit(data.Training, rng.Fork("noise"), hasCodes: true, isNormal: true);
        var (rows, watched) = (transform.Encode(data.Training, rng.Fork("noise")), transform.Encode(data.Watched, rng.Fork("watched noise")));
        run.Progress.Begin("starting from mixtures");
        var (model, state) = new FlowCandidates(transform, rows, config.Design, config.Options(rows.Count), rng, run.Cancellation)
            .Best((name, trainer, flow) => run.Train(trainer, flow, rows, watched, "rows", name));
        return new TrainedTable(model, state.History, state.BestEpoch, state.Seconds, rows.Count, watched.Count);
    }
}

/// <summary><c>train mixture</c>: a Gaussian mixture of the rows of a table.</summary>
internal sealed class TableMixtureStudy() : TableStudy("mixture", TableConfig.OfMixture)
{
    public override IReadOnlyList<string> Examples => ["ansatz train mixture --data people.csv --out runs/people", "ansatz train mixture --data people.csv --components 5 --json"];

    protected override TrainedTable Train(RunContext run, TableConfig config, TableData data, Rng rng)
    {
        int fewest = Math.Max(1, (int)config.Components), most = config.Components > 0 ? fewest : 20;
        var (model, seconds) = run.Stage("expectation-maximization", () => MixtureTableModel.Fit(data.Training, rng, fewest, most, run.Cancellation));
        return new TrainedTable(model, [], 0, seconds, data.Training.CompleteRows().Length, data.Watched.CompleteRows().Length);
    }
}

/// <summary>A model of a table, fresh from training.</summary>
internal sealed record TrainedTable(TableModel Model, IReadOnlyList<EpochRecord> History, int BestEpoch, double Seconds, int RowCount, int WatchedCount);

/// <summary>A finished run of a model of a table.</summary>
internal sealed record SavedTable(string Folder, TableConfig Config, TableModel Model, SettingTable<TableConfig> Settings)
{
    /// <summary>The rows that judged the run, and the stream of their noise.</summary>
    public (Table Table, Rng Noise) OwnRows()
    {
        if (TableData.Sha256Of(Config.Data) != Config.DataSha256) throw new InvalidDataException($"{Config.Data}: the file has changed since the run; expected the same bytes; name a table with --data");
        return (new TableData(Config).HeldOut, TableRun.HeldOutNoise(Config));
    }

    /// <summary>Another table, by the model's columns.</summary>
    public Table Read(string path, string? delimiter) => Table.Read(path, Model.Columns, new TableReading { Delimiter = DelimiterKind.Of(delimiter ?? "") });
}

/// <summary>Kinds of columns as users write and read them.</summary>
internal static class TableWords
{
    public static string Of(ColumnKind kind) => kind.ToString().ToLowerInvariant();
}
