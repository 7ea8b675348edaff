using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>The <c>config.json</c> of a model of a table: everything its weights depend on.</summary>
internal sealed record TableConfig : StudyConfig
{
    private static readonly Setting<TableConfig>[] ofData =
    [
        new Setting<TableConfig, string>("data", "The table: a CSV file whose first line names the columns, a Parquet or Arrow file, or a NumPy archive with an array for each column.", "data", new TextKind("FILE.csv|.parquet|.arrow|.npz"), c => c.Data, (c, v) => c with { Data = v }),
        new Setting<TableConfig, string>("columns", "What columns are: continuous, positive, integer, categorical, skip, or bounds such as 0..1; by default what their values suggest.", "columns",
            new ColumnsKind(), c => c.Columns, (c, v) => c with { Columns = v }),
        new Setting<TableConfig, string>("delimiter", "What separates cells: a character, or comma, semicolon, tab or bar; by default what the header suggests.", "delimiter", new DelimiterKind(), c => c.Delimiter, (c, v) => c with { Delimiter = v }) { Default = "" },
        Setting.File<TableConfig, string>("dataSha256", new TextKind("HASH"), c => c.DataSha256, (c, v) => c with { DataSha256 = v }),
    ];

    private static readonly Setting<TableConfig> ofCondition = new Setting<TableConfig, string>("condition", "Columns that are given: the model is the density of the others given these; by default none.", "condition", new TextKind("COLUMN,…"), c => c.Condition, (c, v) => c with { Condition = v }) { Default = "" };

    /// <summary>The settings of a flow, one row each.</summary>
    public static SettingTable<TableConfig> OfFlow { get; } = new(new TableConfig(), [.. ofData, ofCondition,
        new Setting<TableConfig, bool>("flow", "Whether a number depends on all before it, or on half of the numbers.", "isAutoregressive",
            new WordsKind<bool>(new FlagKind(), ("autoregressive", true), ("coupling", false)), c => c.IsAutoregressive, (c, v) => c with { IsAutoregressive = v }),
        new Setting<TableConfig, long>("layers", "Layers of splines.", "layers", new WholeKind(1, 100), c => c.Layers, (c, v) => c with { Layers = v }),
        new Setting<TableConfig, IReadOnlyList<int>>("widths", "The widths of each network's hidden layers.", "widths", new WholeListKind(1, 8192, 10), c => c.Widths, (c, v) => c with { Widths = v }),
        new Setting<TableConfig, long>("bins", "Bins of a spline.", "bins", new WholeKind(2, 999), c => c.Bins, (c, v) => c with { Bins = v }),
        new Setting<TableConfig, long>("members", "Flows whose densities are averaged.", "members", new WholeKind(1, 100), c => c.Members, (c, v) => c with { Members = v }) { Default = "by the number of rows" },
        new Setting<TableConfig, long>("epochs", "The most passes over the training rows.", "epochs", new WholeKind(1, 100_000), c => c.Epochs, (c, v) => c with { Epochs = v })
        { Default = "by the number of rows" },
        new Setting<TableConfig, long>("batch", "Rows for each step.", "batch", new WholeKind(1, 65_536), c => c.Batch, (c, v) => c with { Batch = v }),
        new Setting<TableConfig, double>("learning-rate", "The learning rate at its highest.", "learningRate", new RealKind(1e-9, 10), c => c.LearningRate, (c, v) => c with { LearningRate = v }),
        new Setting<TableConfig, long>("patience", "Passes without a better score of the watched rows that end training.", "patience", new WholeKind(1, 100_000), c => c.Patience, (c, v) => c with { Patience = v })]);

    /// <summary>The settings of a mixture.</summary>
    public static SettingTable<TableConfig> OfMixture { get; } = new(new TableConfig(), [.. ofData, ofCondition,
        new Setting<TableConfig, long>("components", "Components of the mixture; by default the Bayesian information criterion chooses.", "components", new ZeroKind("bic", 1000), c => c.Components, (c, v) => c with { Components = v })]);

    /// <summary>The settings of an autoencoder.</summary>
    public static SettingTable<TableConfig> OfVae { get; } = new(new TableConfig { Widths = [128, 128], Components = 5, LearningRate = 2e-3, Patience = 20 }, [.. ofData, ofCondition,
        new Setting<TableConfig, IReadOnlyList<int>>("widths", "The encoder's hidden layers; the decoder has them in reverse.", "widths", new WholeListKind(1, 8192, 10), c => c.Widths, (c, v) => c with { Widths = v }),
        new Setting<TableConfig, long>("latent", "Latent dimensions.", "latent", new WholeKind(1, 4096), c => c.Latent, (c, v) => c with { Latent = v }) { Default = "one more than columns, at most 16" },
        new Setting<TableConfig, Prior>("prior", "The family of p(z):", "prior", new ChoiceKind<Prior>(PriorJson.Default.Prior) { Without = "vamp" }, c => c.Prior, (c, v) => c with { Prior = v }) { NamesWords = true },
        new Setting<TableConfig, long>("components", "Normals in the mixture that the decoder gives each number.", "components", new WholeKind(1, 100), c => c.Components, (c, v) => c with { Components = v }),
        new Setting<TableConfig, long>("samples", "Train the importance-weighted bound of N draws.", "samples", new WholeKind(1, 1000), c => c.Samples, (c, v) => c with { Samples = v }),
        new Setting<TableConfig, long>("nll-samples", "Draws per row for a score, which bounds log p from below.", "nllSamples", new WholeKind(1, 100_000), c => c.ScoreSamples, (c, v) => c with { ScoreSamples = v }),
        new Setting<TableConfig, long>("epochs", "The most passes over the training rows.", "epochs", new WholeKind(1, 100_000), c => c.Epochs, (c, v) => c with { Epochs = v }) { Default = "by the number of rows" },
        new Setting<TableConfig, long>("batch", "Rows for each step.", "batch", new WholeKind(1, 65_536), c => c.Batch, (c, v) => c with { Batch = v }),
        new Setting<TableConfig, double>("learning-rate", "The learning rate at its highest.", "learningRate", new RealKind(1e-9, 1), c => c.LearningRate, (c, v) => c with { LearningRate = v }),
        new Setting<TableConfig, long>("patience", "Passes without a better score of the watched rows that end training.", "patience", new WholeKind(1, 100_000), c => c.Patience, (c, v) => c with { Patience = v })]);

    /// <summary>The settings of a Boltzmann machine.</summary>
    public static SettingTable<TableConfig> OfMachine { get; } = new(new TableConfig { Batch = 100, LearningRate = 2e-2 }, [.. ofData,
        new Setting<TableConfig, long>("hidden", "Hidden units; up to 20 the likelihood is exact.", "hidden", new WholeKind(1, 100_000), c => c.Hidden, (c, v) => c with { Hidden = v }),
        new Setting<TableConfig, long>("cd", "Gibbs steps for each gradient.", "gibbsSteps", new WholeKind(1, 10_000), c => c.GibbsSteps, (c, v) => c with { GibbsSteps = v }),
        new Setting<TableConfig, long>("epochs", "Passes over the training rows.", "epochs", new WholeKind(1, 100_000), c => c.Epochs, (c, v) => c with { Epochs = v }) { Default = "by the number of rows" },
        new Setting<TableConfig, long>("batch", "Rows for each step.", "batch", new WholeKind(1, 65_536), c => c.Batch, (c, v) => c with { Batch = v }),
        new Setting<TableConfig, double>("learning-rate", "The learning rate at its highest.", "learningRate", new RealKind(1e-9, 10), c => c.LearningRate, (c, v) => c with { LearningRate = v }),
        new Setting<TableConfig, long>("annealing", "Steps of the estimate of log Z above 20 hidden units.", "annealingSteps", new WholeKind(1, 10_000_000), c => c.AnnealingSteps, (c, v) => c with { AnnealingSteps = v })]);

    public string Data { get; init; } = "";

    /// <summary>As users type it; empty where the values decide.</summary>
    public string Columns { get; init; } = "";

    /// <summary>One character; empty where the header decides.</summary>
    public string Delimiter { get; init; } = "";

    /// <summary>Names of columns, with commas between them; empty for a density of all columns.</summary>
    public string Condition { get; init; } = "";

    /// <summary>The hash of the file's bytes: another file of the same name is another run.</summary>
    public string DataSha256 { get; init; } = "";

    public bool IsAutoregressive { get; init; } = true;
    public long Layers { get; init; } = 5;
    public IReadOnlyList<int> Widths { get; init; } = [64, 64];
    public long Bins { get; init; } = 5;

    /// <summary>0 until the rows are known.</summary>
    public long Members { get; init; }

    /// <summary>0 until the rows are known.</summary>
    public long Epochs { get; init; }

    public long Batch { get; init; } = 256;
    public double LearningRate { get; init; } = 3e-3;
    public long Patience { get; init; } = 10;

    /// <summary>0 where the criterion chooses.</summary>
    public long Components { get; init; }

    /// <summary>Latent dimensions; 0 until the columns are known.</summary>
    public long Latent { get; init; }

    public Prior Prior { get; init; } = Prior.Flow;

    /// <summary>k of the bound that is trained.</summary>
    public long Samples { get; init; } = 5;

    /// <summary>k of the bound that scores rows.</summary>
    public long ScoreSamples { get; init; } = 500;

    public long Hidden { get; init; } = 16;

    /// <summary>k of persistent contrastive divergence.</summary>
    public long GibbsSteps { get; init; } = 5;

    public long AnnealingSteps { get; init; } = 10_000;

    public TableReading Reading => new() { Delimiter = DelimiterKind.Of(Delimiter), Choices = ColumnChoice.ParseAll(Columns) };

    public IReadOnlyList<string> Given => Condition.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public TableFlowDesign Design => new((int)Layers, Widths, (int)Bins, IsAutoregressive, (int)Members);

    public TableVaeDesign VaeDesign => new((int)Latent, Widths, (int)Components, Prior, (int)Samples, (int)ScoreSamples);

    public TrainerOptions VaeOptions(int rows) => VaeTableModel.DefaultOptions(rows, (int)Epochs, (int)Batch, LearningRate, (int)Patience) with { ShardCount = (int)Shards };

    public TrainerOptions Options(int rows) => FlowTableModel.DefaultOptions(rows, (int)Epochs, (int)Batch, LearningRate, (int)Patience) with { ShardCount = (int)Shards };
}

/// <summary>Columns and their kinds, checked.</summary>
internal sealed class ColumnsKind : ValueKind<string>
{
    public override string Form => "NAME:KIND,…";

    public override string Parse(string text)
    {
        ColumnChoice.ParseAll(text);
        return text;
    }

    public override string Show(string value) => value;
    public override JsonNode? Write(string value) => value;
    public override string Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : throw Wrong(element.GetRawText(), "a text");
}

/// <summary>One character, or a word for it.</summary>
internal sealed class DelimiterKind : ValueKind<string>
{
    private static readonly (string Word, char Character)[] words = [("comma", ','), ("semicolon", ';'), ("tab", '\t'), ("bar", '|')];

    public override string Form => "C";

    public static char? Of(string text) => text.Length == 0 ? null : words.Any(w => w.Word == text) ? words.First(w => w.Word == text).Character : text == "\\t" ? '\t' : text[0];

    public override string Parse(string text) => text.Length <= 1 || text == "\\t" || words.Any(w => w.Word == text) ? text : throw Wrong($"'{text}'", $"one character, or {string.Join(", ", words.Select(w => w.Word))}");
    public override string Show(string value) => value;
    public override JsonNode? Write(string value) => value;
    public override string Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : throw Wrong(element.GetRawText(), "a text");
}
