using System.Security.Cryptography;
using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>A table in three random parts: eight tenths to learn from, one to watch while learning, one to judge by. A mixture learns the first two; each flow divides them anew.</summary>
internal sealed class TableData
{
    private const int FewestRows = 20;
    private const double HeldOutShare = 0.1, WatchedShare = 1.0 / 9;

    // More would cost time and make no number more certain that other errors do not hide.
    private const int MostHeldOut = 50_000;

    private readonly Lazy<(Table Training, Table Watched)> split;

    /// <exception cref="InvalidDataException">The file is no table, or has too few complete rows.</exception>
    /// <exception cref="ArgumentException">A choice names a column that the file does not have.</exception>
    /// <exception cref="UsageException">A column that is to be given cannot be.</exception>
    public TableData(TableConfig config)
    {
        Whole = Conditional(Table.Read(config.Data, config.Reading), config.Given);
        CompleteCount = Whole.CompleteRows().Length;
        TableTransform.RequireRows(Whole, config.Data, FewestRows);
        var rng = new Rng((ulong)config.Seed).Fork("split");
        (Known, HeldOut) = Whole.Split(1 - Math.Min(HeldOutShare, MostHeldOut / (double)Whole.RowCount), rng.Fork("held out"));
        split = new Lazy<(Table, Table)>(() => Known.Split(1 - WatchedShare, rng.Fork("watched")));
    }

    public Table Whole { get; }

    /// <summary>All rows but the held-out ones.</summary>
    public Table Known { get; }

    public Table Training => split.Value.Training;
    public Table Watched => split.Value.Watched;
    public Table HeldOut { get; }

    /// <summary>Rows that have a value in every modelled column.</summary>
    public int CompleteCount { get; }

    private static Table Conditional(Table table, IReadOnlyList<string> given)
    {
        try
        {
            return given.Count == 0 ? table : table.ConditionOn(given);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--condition {string.Join(',', given)}: {ExceptionText.WithoutParameter(e).TrimEnd('.').Replace("Table: ", "", StringComparison.Ordinal)}");
        }
    }

    public static string Sha256Of(string path)
    {
        using var file = InputFile.Open(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
