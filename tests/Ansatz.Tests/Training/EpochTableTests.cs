using Ansatz.Networks;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class EpochTableTests
{
    [Fact]
    public void RecordsComeBackAsTheyWere()
    {
        EpochRecord[] records =
        [
            new(1, new Metrics(("total", 0.1 + 0.2), ("kl", -0.0)), new Metrics(("total", 1e-300), ("kl", double.NaN)), 1e-3, 1.25),
            new(2, new Metrics(("total", 3), ("kl", double.PositiveInfinity)), new Metrics(("total", 5), ("kl", 6)), 2e-3, 0),
            new(3, new Metrics(("bound", 7)), null, 3e-3, 8),
        ];
        var table = new EpochTable();
        foreach (var record in records) table.Add(record);
        Assert.Equal(records.Select(HistoryText.ToJson), table.Select(HistoryText.ToJson));
        Assert.Equal(HistoryText.ToJson(records[2]), HistoryText.ToJson(table[^1]));
        Assert.Equal(-0.0, table[0].Train["kl"]);
        Assert.Null(table.Names); // the third has others
        table.Clear();
        Assert.Empty(table);
        foreach (var record in records[..2]) table.Add(record);
        var (train, validation) = table.Names!.Value;
        Assert.Equal(records[..2].Select(HistoryText.ToJson), EpochTable.Read(table.Bits.Span, train, validation).Select(HistoryText.ToJson));
        Assert.Throws<InvalidDataException>(() => EpochTable.Read(table.Bits.Span[1..], train, validation));
    }
}
