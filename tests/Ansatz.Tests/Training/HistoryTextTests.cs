using Ansatz.Networks;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class HistoryTextTests
{
    private static readonly EpochRecord First = new(1, new Metrics(("total", 1.5), ("kl", 0.1 + 0.2)), new Metrics(("total", 1e-300), ("kl", 2)), 1e-3, 12.3456);
    private static readonly EpochRecord Second = new(2, new Metrics(("total", 1), ("kl", double.NaN)), new Metrics(("total", 0.5), ("kl", double.PositiveInfinity)), 5e-4, 0);

    [Fact]
    public void ALineSaysEverything() => Assert.Equal(
        """{"epoch":1,"train":{"total":1.5,"kl":0.30000000000000004},"validation":{"total":1E-300,"kl":2},"learningRate":0.001,"seconds":12.3456}""",
        HistoryText.ToJson(First));

    [Fact]
    public void EveryDigitIsReadBack()
    {
        foreach (var record in (EpochRecord[])[First, Second, First with { Validation = null }])
        {
            var again = HistoryText.FromJson(HistoryText.ToJson(record));
            Assert.Equal(record with { Train = again.Train, Validation = again.Validation }, again);
            Assert.Equal(record.Train.Values, again.Train.Values);
            Assert.Equal(record.Validation?.Values, again.Validation?.Values);
        }
    }

    [Fact]
    public void TheTableHasALineAnEpoch() => Assert.Equal(
        """
        epoch,train_total,train_kl,validation_total,validation_kl,learning_rate,seconds
        1,1.5,0.30000000000000004,1E-300,2,0.001,12.346
        2,1,NaN,0.5,Infinity,0.0005,0.000

        """, HistoryText.ToCsv([First, Second]));

    [Fact]
    public void WithoutValidationTheTableIsNarrower() =>
        Assert.Equal("epoch,train_total,train_kl,learning_rate,seconds\n1,1.5,0.30000000000000004,0.001,12.346\n", HistoryText.ToCsv([First with { Validation = null }]));

    [Fact]
    public void NoEpochsGiveNoTable() => Assert.Equal("", HistoryText.ToCsv([]));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"epoch\":1}")]
    [InlineData("{\"epoch\":1.5,\"train\":{\"a\":1},\"learningRate\":1,\"seconds\":1}")]
    [InlineData("{\"epoch\":1,\"train\":{},\"learningRate\":1,\"seconds\":1}")]
    [InlineData("{\"epoch\":1,\"train\":{\"a\":\"many\"},\"learningRate\":1,\"seconds\":1}")]
    [InlineData("{\"epoch\":1,\"train\":3,\"learningRate\":1,\"seconds\":1}")]
    public void AnotherLineIsRefused(string line) => Assert.Contains("history.jsonl", Assert.Throws<InvalidDataException>(() => HistoryText.FromJson(line)).Message, StringComparison.Ordinal);
}
