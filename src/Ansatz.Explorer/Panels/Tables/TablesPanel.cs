using Ansatz.Studies.Tables;
using Ansatz.Tables;

namespace Ansatz.Explorer.Panels.Tables;

/// <summary>The table's rows beside rows that the model draws: each column, and pairs of columns.</summary>
/// <param name="run">A finished run of a model of a table.</param>
internal sealed class TablesPanel(SavedTable run) : Panel("tables", "Real and sampled rows")
{
    private const int MostRows = 2000, MostCells = 60_000;

    private readonly Lazy<(Table? Rows, string? Note)> real = new(() =>
    {
        try
        {
            var all = run.OwnData().Whole;
            var complete = all.CompleteRows();
            return (all.Pick([.. new Rng(0).Fork("shown").Permutation(complete.Length).Take(CountOf(run.Model)).Select(i => complete[i])]), null);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (null, $"The run's table cannot be read: {e.Message}");
        }
    });

    public override IEnumerable<Endpoint> Endpoints => [new(At("rows"), Rows)];

    private Answer Rows(Question question)
    {
        var (rows, note) = real.Value;
        var rng = new Rng((ulong)question.Number("seed")).Fork("sample");
        // A model that is given columns takes them from the real rows.
        if (run.Model.Given.Any() && rows is null) throw new InvalidDataException($"{note}; the model is given {string.Join(", ", run.Model.Given.Select(c => c.Name))}, so it draws nothing without rows");
        var sampled = rows is null ? run.Model.Sample(rng, CountOf(run.Model)) : run.Model.SampleEach(rng, rows);
        int[] shown = [.. Enumerable.Range(0, run.Model.Columns.Count).Where(j => run.Model.Columns[j].IsModelled)];
        return Answer.Json(new TableRowsDocument([.. shown.Select(j => new ShownColumn(run.Model.Columns[j].Name, run.Model.Columns[j].Categories, rows?.Columns[j].Cells.ToArray() ?? [], sampled.Columns[j].Cells.ToArray()))], note), TablesJson.Default.TableRowsDocument);
    }

    private static int CountOf(TableModel model) => Math.Min(MostRows, MostCells / Math.Max(1, model.Columns.Count));
}

/// <summary>Rows, by columns.</summary>
/// <param name="Note">Why there are no real rows, or null.</param>
internal sealed record TableRowsDocument(IReadOnlyList<ShownColumn> Columns, string? Note);

/// <summary>A column of both tables.</summary>
/// <param name="Categories">What the cells of a categorical column are positions of; empty for numbers.</param>
internal sealed record ShownColumn(string Name, IReadOnlyList<string> Categories, double[] Real, double[] Sampled);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TableRowsDocument))]
internal sealed partial class TablesJson : JsonSerializerContext;
