using System.Globalization;
using System.Text;
using Ansatz.Formats;
using nietras.SeparatedValues;

namespace Ansatz.Tables.Reading;

/// <summary>What is done with a row.</summary>
/// <param name="row">The cells, valid only during the call.</param>
internal delegate void RowAction(SepReader.Row row);

/// <summary>A CSV file: its encoding, its delimiter, its header, and whether it writes decimal commas. UTF-8 and, by its byte order mark, UTF-16 are read.</summary>
internal sealed class CsvFile
{
    private const int ProbeLength = 1 << 16, ProbeRows = 1000;
    private static readonly char[] delimiters = [',', ';', '\t', '|'];

    public CsvFile(string path, TableReading reading)
    {
        Path = path;
        var start = Start();
        if (start.Length == 0) throw Unfit("is empty; expected a header line and rows");
        Delimiter = reading.Delimiter ?? Found(start);
        Header = ReadHeader();
        HasDecimalCommas = Delimiter != ',' && FindsDecimalCommas();
    }

    public string Path { get; }

    public char Delimiter { get; }

    public IReadOnlyList<string> Header { get; }

    /// <summary>Whether 1,5 is one and a half.</summary>
    public bool HasDecimalCommas { get; }

    /// <summary>Reads all rows below the header. Empty lines are passed over.</summary>
    public void ForEachRow(RowAction action) => ForEach(row =>
    {
        if (row.ColCount != Header.Count)
            throw Unfit($"line {row.LineNumberFrom} has {row.ColCount} cells; expected {Header.Count}, as the header has; put cells that contain the delimiter '{Shown(Delimiter)}' in quotes");
        action(row);
        return true;
    }, skip: 1);

    public InvalidDataException Unfit(string what, Exception? cause = null) => new($"{Path}: {what}", cause);

    private static string Shown(char delimiter) => delimiter == '\t' ? "\\t" : delimiter.ToString();

    // Calls the function for each row that is no empty line, after the first ones, until it returns false.
    private void ForEach(RowFunction function, int skip)
    {
        try
        {
            using var text = Open();
            using var reader = Sep.New(Delimiter).Reader(o => o with { HasHeader = false, Unescape = true, DisableColCountCheck = true }).From(text);
            foreach (var row in reader)
            {
                if (row.ColCount == 1 && row[0].Span.IsWhiteSpace()) continue;
                if (skip-- > 0) continue;
                if (!function(row)) break;
            }
        }
        catch (DecoderFallbackException e)
        {
            throw Unfit("holds bytes that are no UTF-8; save it as CSV with the encoding UTF-8", e);
        }
        catch (NotSupportedException e)
        {
            throw Unfit("has a line of more than 16 million characters; look for a quote that is opened and never closed", e);
        }
    }

    private StreamReader Open() => new(InputFile.Open(Path), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, ProbeLength);

    private string Start()
    {
        using (var bytes = InputFile.Open(Path))
        {
            Span<byte> first = stackalloc byte[4];
            var count = bytes.ReadAtLeast(first, first.Length, throwOnEndOfStream: false);
            if (first[..count] is [(byte)'P', (byte)'K', ..]) throw Unfit("is a ZIP archive or a workbook, no CSV text; open it in a spreadsheet and save it as CSV UTF-8");
            if (first[..count].SequenceEqual("PAR1"u8)) throw Unfit("is a Parquet file; expected a name that ends in .parquet");
            if (first[..count].SequenceEqual("ARRO"u8)) throw Unfit("is an Arrow file; expected a name that ends in .arrow or .feather");
            if (count >= 2 && first[..2] is [0, not 0] or [not 0, 0]) throw Unfit("looks like UTF-16 without its byte order mark; save it as CSV UTF-8");
        }
        try
        {
            using var text = Open();
            var buffer = new char[ProbeLength];
            return new string(buffer, 0, text.ReadBlock(buffer));
        }
        catch (DecoderFallbackException e)
        {
            throw Unfit("holds bytes that are no UTF-8; save it as CSV with the encoding UTF-8", e);
        }
    }

    // The most frequent candidate outside quotes in the first line that is not empty.
    private static char Found(string start)
    {
        var line = start.Split('\n').FirstOrDefault(l => !string.IsNullOrWhiteSpace(l)) ?? "";
        var counts = new int[delimiters.Length];
        var isQuoted = false;
        foreach (var c in line)
        {
            if (c == '"') isQuoted = !isQuoted;
            else if (!isQuoted && Array.IndexOf(delimiters, c) is >= 0 and var k) counts[k]++;
        }
        return delimiters[Array.IndexOf(counts, counts.Max())];
    }

    private string[] ReadHeader()
    {
        string[]? names = null;
        ForEach(row =>
        {
            names = new string[row.ColCount];
            // Programs that write an index leave its name out; so does a delimiter at the line's end.
            for (var j = 0; j < names.Length; j++) names[j] = row[j].Span.Trim() is { IsEmpty: false } name ? name.ToString() : string.Create(CultureInfo.InvariantCulture, $"column {j + 1}");
            return false;
        }, skip: 0);
        if (names is null) throw Unfit("has only empty lines; expected a header line and rows");
        // Whole numbers, such as years, may be names; numbers with a fraction are data.
        if ((Array.Find(names, IsFraction) ?? (names.All(IsNumber) ? names[0] : null)) is { } number) throw Unfit($"the first line holds numbers, such as '{number}'; expected the names of the columns; add a first line with them");
        if (names.GroupBy(n => n, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Unfit($"the header has the name '{FileText.Shown(twice.Key)}' twice; expected different names");
        return names;
    }

    private static bool IsNumber(string name) => CellText.TryNumber(name, false, out _) || CellText.TryNumber(name, true, out _);

    private static bool IsFraction(string name) => IsNumber(name) && CellText.Decimals(name) > 0;

    private bool FindsDecimalCommas()
    {
        int points = 0, commas = 0, rows = 0;
        ForEach(row =>
        {
            for (var j = 0; j < row.ColCount; j++)
            {
                var cell = row[j].Span.Trim();
                if (cell.Contains('.') && CellText.TryNumber(cell, false, out _)) points++;
                else if (cell.Contains(',') && CellText.TryNumber(cell, true, out _)) commas++;
            }
            return ++rows < ProbeRows;
        }, skip: 1);
        return points > 0 && commas > 0 ? throw Unfit("has numbers with decimal points and others with decimal commas; save it with one of them") : commas > 0;
    }

    private delegate bool RowFunction(SepReader.Row row);
}
