using System.Text.Json;
using Ansatz.Formats;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tables;

/// <summary>A density of the rows of a table, learnt from a table, with the verbs Score and Sample. A folder holds it: <c>model.safetensors</c> and <c>table.json</c>.</summary>
/// <example><code>
/// var model = TableModel.Load("runs/people");
/// double[] nats = model.Score(Table.Read("new.csv", model.Columns), new Rng(42));
/// model.Sample(new Rng(43), 1000).Write("synthetic.csv");
/// </code></example>
public abstract class TableModel
{
    internal const string TableFile = "table.json";
    private const string WeightsFile = "model.safetensors";

    private protected TableModel(TableTransform transform) => Transform = transform;

    /// <summary>The columns of the table it learnt from.</summary>
    public IReadOnlyList<ColumnDefinition> Columns => Transform.Columns;

    /// <summary>Rows as the numbers that the model learns, and back.</summary>
    public TableTransform Transform { get; }

    /// <summary>The model of these numbers.</summary>
    public abstract Module Module { get; }

    /// <summary>Components of the mixture, or of the flow's noise, or hidden units, or latent dimensions; 0 for a flow of categories alone.</summary>
    public abstract int ComponentCount { get; }

    /// <summary>Draws by which each score is estimated: then scores are bounds, which lie below log p. 0 where the model knows log p itself.</summary>
    public virtual int BoundDraws => 0;

    /// <summary>The columns that the model is given; empty for a density of all columns.</summary>
    public IEnumerable<ColumnDefinition> Given => Columns.Where(c => c.IsGiven);

    /// <summary>
    /// log p of each row, in nats of the table's own units: a density over numbers and a probability over categories and whole numbers, given the columns that the model is given. −∞ outside the
    /// bounds of a column; NaN where a cell has no value or an unknown category.
    /// </summary>
    /// <param name="table">With this model's columns.</param>
    /// <param name="rng">The stream of the noise of rounded columns.</param>
    /// <param name="draws">Draws of that noise, 1 or more; the score is the log of the mean density. More than one tighten the bound.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public double[] Score(Table table, Rng rng, int draws = 1, CancellationToken cancellation = default)
    {
        var scores = new double[table.RowCount];
        Array.Fill(scores, double.NaN);
        var all = new double[Columns.Any(c => c.IsModelled && HasNoise(c)) ? draws : 1][];
        IReadOnlyList<int> positions = [];
        for (var k = 0; k < all.Length; k++)
        {
            var rows = Transform.Encode(table, rng.Fork(k));
            positions = rows.Positions;
            all[k] = rows.Count == 0 ? [] : ScoreRows(rows, rng.Fork(k).Fork("codes"), cancellation);
            for (var i = 0; i < all[k].Length; i++) all[k][i] = double.IsNegativeInfinity(rows.LogSlopes[i]) ? double.NegativeInfinity : all[k][i] + rows.LogSlopes[i];
        }
        for (var i = 0; i < positions.Count; i++) scores[positions[i]] = all.Length == 1 ? all[0][i] : DoubleMath.LogMeanExp([.. all.Select(s => s[i])]);
        return scores;
    }

    /// <summary>New rows, rounded where the table's are. Columns that the model passes over are empty.</summary>
    /// <remarks>
    /// A model says nothing of the region far outside its training rows, and an error of its tails there would become an astronomically large cell. So a row is drawn again where a number lies
    /// too far beyond the training rows' range: by one standard deviation, on the scale on which the column is near a normal. That leaves out much less than one row of as many as it learnt.
    /// </remarks>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="InvalidOperationException">The model is given columns.</exception>
    public Table Sample(Rng rng, int count, CancellationToken cancellation = default)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"Sample: {count} rows; expected 1 or more.");
        if (Given.Any()) throw new InvalidOperationException($"Sample: the model is conditional on {string.Join(", ", Given.Select(c => c.Name))}; call SampleGiven or SampleEach.");
        return Transform.Decode(Draw(rng, new float[count * Transform.Layout.Width], cancellation));
    }

    /// <summary>A new row for each row of a table. It keeps the cells in the columns that the model is given.</summary>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="table">With this model's columns, and one row or more.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="InvalidDataException">A given cell is not known to the model.</exception>
    public Table SampleEach(Rng rng, Table table, CancellationToken cancellation = default)
    {
        if (!Given.Any()) return Sample(rng, table.RowCount, cancellation);
        Transform.RequireGiven(table);
        var open = new Table([.. table.Columns.Select(c => c.Definition.IsModelled && !c.Definition.IsGiven ? c.Open() : c)], table.RowCount);
        var drawn = Transform.Decode(Draw(rng, Transform.EncodeIncomplete(open, rng.Fork("noise")), cancellation));
        return new Table([.. drawn.Columns.Select((c, j) => c.Definition.IsGiven ? table.Columns[j] : c)], table.RowCount);
    }

    /// <summary>New rows whose cells in some columns are given. A model that is given these columns draws the others directly. Else a mixture draws them exactly, a flow by Markov chains.</summary>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="given">The texts of cells by the names of their columns.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <exception cref="FormatException">A column is not known or not modelled, or a text is none of its values.</exception>
    public Table SampleGiven(Rng rng, int count, IReadOnlyDictionary<string, string> given, CancellationToken cancellation = default)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"SampleGiven: {count} rows; expected 1 or more.");
        if (Given.FirstOrDefault(c => !given.ContainsKey(c.Name)) is { } absent) throw new FormatException($"found no value for '{absent.Name}'; expected one for each of {string.Join(", ", Given.Select(c => c.Name))}, because the model is conditional on {(Given.Count() == 1 ? "it" : "them")}");
        foreach (var name in given.Keys)
            if (!Columns.Any(c => c.Name == name && c.IsModelled)) throw new FormatException($"found no modelled column '{name}'; expected one of {string.Join(", ", Columns.Where(c => c.IsModelled).Select(c => c.Name))}");
        TableColumn[] columns = [.. Columns.Select(c => new TableColumn(c, c.IsModelled ? [given.TryGetValue(c.Name, out var text) ? Reading.CellReader.Parse(c, text) : double.NaN] : []))];
        var row = new Table(columns, 1);
        return given.Count == Given.Count() ? SampleEach(rng, row.Pick(new int[count]), cancellation) : Impute(row, rng, count, cancellation: cancellation).Table;
    }

    /// <summary>
    /// Draws missing cells and unknown categories from p(missing | observed). A mixture draws them exactly. A flow runs Markov chains, whose acceptance is stated. An
    /// autoencoder draws them by importance resampling, whose effective share of the codes is stated.
    /// </summary>
    /// <param name="table">With this model's columns.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="drawCount">Draws per row, 1 or more.</param>
    /// <param name="stepCount">Steps of each Markov chain; an autoencoder draws five codes for each.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public TableImputation Impute(Table table, Rng rng, int drawCount = 1, int stepCount = 200, CancellationToken cancellation = default)
    {
        if (drawCount < 1) throw new ArgumentOutOfRangeException(nameof(drawCount), $"Impute: {drawCount} draws; expected 1 or more.");
        if (stepCount < 1) throw new ArgumentOutOfRangeException(nameof(stepCount), $"Impute: {stepCount} steps; expected 1 or more.");
        Transform.RequireGiven(table);
        var (drawn, acceptance) = ImputeRows(Transform.EncodeIncomplete(table, rng.Fork("noise")), rng, drawCount, stepCount, cancellation);
        int[] rows = [.. Enumerable.Range(0, table.RowCount * drawCount).Select(i => i / drawCount)];
        var filled = Transform.Decode(drawn);
        // Observed cells are copied, not computed back.
        TableColumn[] columns = [.. table.Columns.Select((c, j) => c.Cells.IsEmpty ? c.Pick(rows) : new TableColumn(c.Definition, [.. rows.Select((row, i) => c.IsKnown(row) ? c.Cells[row] : filled.Columns[j].Cells[i])]))];
        return new TableImputation(new Table(columns, rows.Length), rows, acceptance);
    }

    /// <summary>Writes the model to a folder, which is made if it is missing.</summary>
    public void Save(string folder)
    {
        Directory.CreateDirectory(folder);
        ModelFile.Save(Module, Path.Combine(folder, WeightsFile));
        var document = new TableDocument(Header, Transform.HasCodes, Columns, Transform.Documents);
        AtomicFile.Write(Path.Combine(folder, TableFile), stream => JsonSerializer.Serialize(stream, document, TableDocumentJson.Default.TableDocument));
    }

    /// <summary>Opens a model that <see cref="Save"/> or the command wrote.</summary>
    /// <exception cref="InvalidDataException">The folder holds no such model, or its files are damaged.</exception>
    public static TableModel Load(string folder)
    {
        var file = Path.Combine(folder, TableFile);
        if (!IsIn(folder)) throw new InvalidDataException($"{folder}: no {TableFile} in it; expected the folder of a model of a table");
        try
        {
            var document = JsonSerializer.Deserialize(InputFile.ReadAll(file), TableDocumentJson.Default.TableDocument) ?? throw new JsonException("found null");
            var transform = new TableTransform(document.Columns, document.HasCodes, document.Maps);
            var weights = Path.Combine(folder, WeightsFile);
            return document.Model.Split(' ')[0] switch
            {
                FlowTableModel.Word => FlowTableModel.Load(document.Model, transform, weights),
                VaeTableModel.Word => VaeTableModel.Load(document.Model, transform, weights),
                RbmTableModel.Word => RbmTableModel.Load(document.Model, transform, weights),
                _ => MixtureTableModel.Load(transform, weights),
            };
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or NullReferenceException)
        {
            throw new InvalidDataException($"{file}: {ExceptionText.WithoutParameter(e).TrimEnd('.')}; expected what a model of a table writes", e);
        }
    }

    /// <summary>Whether a folder holds a model of a table.</summary>
    internal static bool IsIn(string folder) => File.Exists(Path.Combine(folder, TableFile));

    /// <summary>What builds the model again.</summary>
    private protected abstract string Header { get; }

    // The stream is that of estimates.
    private protected abstract double[] ScoreRows(TableRows rows, Rng rng, CancellationToken cancellation);

    // Rows with the given cells of these rows, [count, width]; NaN where a cell is learnt.
    private protected abstract float[] SampleRows(Rng rng, float[] rows, CancellationToken cancellation);

    // [rows, draws, numbers and codes], and the share of accepted proposals.
    private protected abstract (float[] Rows, double AcceptanceRate) ImputeRows(float[] rows, Rng rng, int drawCount, int stepCount, CancellationToken cancellation);

    private float[] Draw(Rng rng, float[] rows, CancellationToken cancellation)
    {
        const int MostTries = 100;
        var width = Transform.Layout.Width;
        var drawn = SampleRows(rng, rows, cancellation);
        for (var attempt = 1; attempt < MostTries && Transform.FarRows(drawn) is { Length: > 0 } far; attempt++)
        {
            var again = new float[far.Length * width];
            for (var i = 0; i < far.Length; i++) rows.AsSpan(far[i] * width, width).CopyTo(again.AsSpan(i * width));
            again = SampleRows(rng.Fork("again").Fork(attempt), again, cancellation);
            for (var i = 0; i < far.Length; i++) again.AsSpan(i * width, width).CopyTo(drawn.AsSpan(far[i] * width));
        }
        Transform.BringNear(drawn);
        return drawn;
    }

    private bool HasNoise(ColumnDefinition column) => column.Resolution > 0 || (column.Kind == ColumnKind.Categorical && !Transform.HasCodes);
}
