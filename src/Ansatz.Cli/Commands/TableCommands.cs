using Ansatz.Studies.Reports;
using Ansatz.Studies.Tables;
using Ansatz.Tables;

namespace Ansatz.Cli.Commands;

/// <summary>What the commands on runs do where the run leaves a model of a table.</summary>
internal static class TableCommands
{
    public static Option<string?> Delimiter() => new("--delimiter") { Description = "What separates the cells of --data; by default what its header suggests.", HelpName = "C" };

    /// <summary>Writes the nats of each row. A row with a missing cell or an unknown category has none and is counted.</summary>
    public static void Score(Call call, SavedTable run, string? data, string? delimiter, string? path, int draws, Rng rng)
    {
        if (path is not null) OutputFile.Claim(path, call.Has(Conventions.Force));
        var (table, noise) = Rows(run, data, delimiter, rng);
        var scores = run.Model.Score(table, noise, draws, call.Cancellation);
        if (path is not null)
        {
            var text = new StringBuilder("row,nats\n");
            for (var i = 0; i < scores.Length; i++) text.Append(CultureInfo.InvariantCulture, $"{i},{(double.IsNaN(scores[i]) ? "" : double.IsNegativeInfinity(scores[i]) ? "-inf" : scores[i].ToString("R", CultureInfo.InvariantCulture))}\n");
            RunFiles.WriteText(path, text.ToString());
        }
        var result = Result(run, path, scores);
        call.Result(result, TableCommandJson.Default.TableScoreResult, writer => NumberText.Write(writer, Numbers(result)));
    }

    /// <summary>Measures the run's held-out rows, or those of another table.</summary>
    public static void Evaluate(Call call, SavedTable run, string? data, string? delimiter, Rng rng)
    {
        var (table, noise) = Rows(run, data, delimiter, rng);
        var result = Result(run, null, run.Model.Score(table, noise, cancellation: call.Cancellation));
        call.Result(result, TableCommandJson.Default.TableScoreResult, writer => NumberText.Write(writer, Numbers(result)));
    }

    /// <summary>Writes new rows with the table's own header.</summary>
    /// <param name="given">Cells that are given, such as city=Rome,age=30; or null.</param>
    public static void Sample(Call call, SavedTable run, int count, string? given, string path, Rng rng)
    {
        string[] conditions = [.. run.Model.Given.Select(c => c.Name)];
        if (given is null && conditions.Length > 0) throw new UsageException($"--given is missing; expected {string.Join(',', conditions.Select(c => $"{c}=VALUE"))}, because the model is conditional on {(conditions.Length == 1 ? "this column" : "these columns")}");
        try
        {
            (given is null ? run.Model.Sample(rng, count, call.Cancellation) : run.Model.SampleGiven(rng, count, Cells(given), call.Cancellation)).Write(path);
        }
        catch (FormatException e)
        {
            throw new UsageException($"--given {given}: {e.Message}");
        }
        var result = new TableFileResult(run.Folder, path, count);
        call.Result(result, TableCommandJson.Default.TableFileResult, writer => writer.WriteLine($"{path}: {Words.Of(count, "row")}"));
    }

    /// <summary>Writes a table whose missing cells are drawn.</summary>
    public static void Impute(Call call, SavedTable run, string data, string? delimiter, int draws, int steps, string path, Rng rng)
    {
        var table = run.Read(data, delimiter, keepsTexts: true);
        var filled = call.Track(progress =>
        {
            progress.Begin("drawing missing cells");
            var imputation = run.Model.Impute(table, rng, draws, steps, call.Cancellation);
            progress.End();
            return imputation;
        });
        filled.Table.Write(path);
        var missing = table.Columns.Where(c => c.Definition.IsModelled).Sum(c => Enumerable.Range(0, table.RowCount).Count(i => !c.IsKnown(i)));
        var result = new TableImputeResult(run.Folder, path, table.RowCount, draws, missing, filled.AcceptanceRate);
        call.Result(result, TableCommandJson.Default.TableImputeResult, writer => writer.WriteLine($"{path}: {Words.Of(table.RowCount, "row")}, {Words.Of(missing, "missing cell")}, {Words.Of(draws, "draw")} each, acceptance {filled.AcceptanceRate:0.00}"));
    }

    /// <summary>Shows what the model is.</summary>
    public static void Inspect(Call call, SavedTable run)
    {
        var model = run.Model;
        var settings = run.Settings.Rows(run.Config);
        var result = new TableInspectResult(run.Folder, run.Config.Study, model.Module.CountParameters(), ParametersHash.Of(model.Module.Parameters()), model.ComponentCount, [.. model.Columns.Select(c => new TableInspectColumn(c.Name, TableWords.Of(c.Kind), c.IsGiven))], settings.ToDictionary(s => s.Name, s => s.Value));
        call.Result(result, TableCommandJson.Default.TableInspectResult, writer =>
        {
            writer.WriteLine($"{run.Folder}: {run.Config.Study}, {Words.Of(result.Columns.Count, "column")}, {result.Parameters:#,0} parameters, {Words.Of(result.Components, run.Config.Study switch { "train rbm" => "hidden unit", "train vae" => "latent dimension", _ => "component" })}");
            var width = settings.Max(s => s.Name.Length);
            foreach (var (name, value) in settings) writer.WriteLine($"  {name.PadRight(width)}  {value}".TrimEnd());
            writer.WriteLine();
            width = model.Columns.Max(c => c.Name.Length);
            foreach (var column in model.Columns) writer.WriteLine($"  {column.Name.PadRight(width)}  {TableWords.Of(column.Kind)}{(column.Categories.Count > 0 ? $" of {column.Categories.Count}" : "")}{(column.IsGiven ? ", given" : "")}");
            writer.WriteLine($"weights {result.ParametersSha256}");
        });
    }

    private static Dictionary<string, string> Cells(string given)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in given.Split(','))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at < 1 || !cells.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim())) throw new FormatException($"found '{part}'; expected COLUMN=VALUE, each column once");
        }
        return cells;
    }

    private static (Table Table, Rng Noise) Rows(SavedTable run, string? data, string? delimiter, Rng rng) => data is null ? run.OwnRows() : (run.Read(data, delimiter), rng);

    private static TableScoreResult Result(SavedTable run, string? path, double[] scores)
    {
        double[] known = [.. scores.Where(s => !double.IsNaN(s))];
        if (known.Length == 0) throw new InvalidDataException($"{run.Folder}: none of {Words.Of(scores.Length, "row")} has known values in all columns of the model; nothing to score");
        float[] sorted = [.. known.Select(s => (float)s).Order()];
        return new TableScoreResult(run.Folder, path, scores.Length, scores.Length - known.Length, known.Count(double.IsNegativeInfinity), known.Average(), StandardError.OfMean(known), At(0.5), At(0.05), run.Model.BoundDraws);

        // −∞ has no neighbour to interpolate with.
        double At(double share) => float.IsNegativeInfinity(sorted[(int)(share * (sorted.Length - 1))]) ? double.NegativeInfinity : Quantile.Of(sorted, share);
    }

    private static IReadOnlyList<NumberRow> Numbers(TableScoreResult r) =>
    [
        new("Rows", $"{r.Rows:#,0}", r.Unscored > 0 ? $"{r.Unscored:#,0} without a score: a missing cell or an unknown category" : "", ""),
        new("Mean", $"{r.Nats:0.0000}", r.Impossible > 0 ? $"nats per row; {r.Impossible:#,0} outside the bounds of a column" : $"± {r.StandardError:0.0000} nats per row", ""),
        new("Median", $"{r.Median:0.0000}", $"5 % below {r.Quantile5:0.0000}", ""),
        .. r.BoundDraws > 0 ? [new NumberRow("Bound", Words.Of(r.BoundDraws, "draw"), "of z per row; scores are lower bounds of log p", "")] : Array.Empty<NumberRow>(),
        .. r.File is null ? Array.Empty<NumberRow>() : [new NumberRow("Scores", r.File, "", "")],
    ];
}

/// <summary>What <c>score</c> and <c>evaluate</c> print of a table.</summary>
/// <param name="Unscored">Rows with a missing cell or an unknown category.</param>
/// <param name="Impossible">Rows outside the bounds of a column, whose log p is −∞.</param>
/// <param name="Nats">The mean of log p.</param>
/// <param name="BoundDraws">Draws by which each score is estimated, which is then a lower bound of log p; 0 where it is log p.</param>
internal sealed record TableScoreResult(string Run, string? File, int Rows, int Unscored, int Impossible, double Nats, double StandardError, double Median, double Quantile5, int BoundDraws);

/// <summary>What a command prints that leaves a table.</summary>
internal sealed record TableFileResult(string Run, string File, int Rows);

/// <summary>What <c>impute</c> prints.</summary>
/// <param name="Draws">Draws of each row, one below the other in the file.</param>
/// <param name="MissingCells">Cells that were drawn.</param>
/// <param name="AcceptanceRate">The share of proposals that the Markov chains accepted; 1 where draws are exact; of an autoencoder the effective share of the codes.</param>
internal sealed record TableImputeResult(string Run, string File, int Rows, int Draws, int MissingCells, double AcceptanceRate);

/// <summary>What <c>inspect</c> prints of a model of a table.</summary>
internal sealed record TableInspectResult(string Run, string Study, long Parameters, string ParametersSha256, int Components, IReadOnlyList<TableInspectColumn> Columns, IReadOnlyDictionary<string, string> Settings);

internal sealed record TableInspectColumn(string Name, string Kind, bool Given);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(TableScoreResult))]
[JsonSerializable(typeof(TableFileResult))]
[JsonSerializable(typeof(TableImputeResult))]
[JsonSerializable(typeof(TableInspectResult))]
internal sealed partial class TableCommandJson : JsonSerializerContext;
