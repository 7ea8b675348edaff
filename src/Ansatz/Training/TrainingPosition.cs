using System.Text.Json;
using System.Text.Json.Serialization;
using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>Where a training stands, as the text in a checkpoint's header.</summary>
/// <param name="Step">Steps done in the epoch under way.</param>
/// <param name="StepCount">Steps done in all.</param>
/// <param name="EpochSeconds">Spent in the epoch under way.</param>
/// <param name="IsFinished">Whether the weights are the final ones.</param>
/// <param name="BestEpoch">Counted from 1; 0 for none.</param>
/// <param name="BestObjective">Infinite for none.</param>
/// <param name="Mean">Over the steps of the epoch under way.</param>
/// <param name="History">A line of <see cref="HistoryText"/> for each epoch completed; none where the file has <see cref="EpochTable.Bits"/>.</param>
/// <param name="Names">The names of the numbers in <see cref="EpochTable.Bits"/>; null where there are lines.</param>
internal sealed record TrainingPosition(int Step, long StepCount, double EpochSeconds, bool IsFinished, int BestEpoch, double BestObjective, MetricsSums Mean, string[] History, HistoryNames? Names = null)
{
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingPosition);

    /// <summary>The history, after a look at every number that leads into the training.</summary>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="bits">The bits of the history; empty where there are lines.</param>
    /// <exception cref="InvalidDataException">No training can stand there.</exception>
    public IReadOnlyList<EpochRecord> Check(int stepsPerEpoch, ReadOnlySpan<float> bits)
    {
        var epochs = Names is { } names ? EpochTable.Read(bits, names.Train, names.Validation) : [.. History.Select(HistoryText.FromJson)];
        Require(Names is null ? bits.IsEmpty : History.Length == 0, $"{History.Length} lines of history beside {bits.Length} floats of it");
        Require(Step >= 0 && Step <= stepsPerEpoch, $"step {Step} of {stepsPerEpoch}");
        Require(StepCount >= Step, $"{StepCount} steps in all after {Step} in this epoch");
        Require(EpochSeconds is >= 0 and < double.PositiveInfinity, $"{EpochSeconds} seconds");
        Require(BestEpoch >= 0 && BestEpoch <= epochs.Count, $"the best epoch {BestEpoch} of {epochs.Count}");
        Require(Mean.Values.Length == Mean.Names.Length && (Mean.Weights is null || Mean.Weights.Length + 1 == Mean.Names.Length), $"{Mean.Values.Length} sums of {Mean.Names.Length} metrics");
        Require(Step == 0 || Mean.Examples > 0, $"{Mean.Examples} examples after {Step} steps");
        for (var i = 0; i < epochs.Count; i++) Require(epochs[i].Epoch == i + 1, $"epoch {epochs[i].Epoch} in line {i + 1} of the history");
        return epochs;
    }

    private static void Require(bool holds, string found)
    {
        if (!holds) throw new InvalidDataException($"found {found}");
    }

    /// <exception cref="JsonException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static TrainingPosition FromJson(string text) => JsonSerializer.Deserialize(text, TrainingJson.Default.TrainingPosition) ?? throw new JsonException("null");
}

/// <summary>What the numbers of a history are called.</summary>
internal sealed record HistoryNames(string[] Train, string[]? Validation);

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainingPosition))]
internal sealed partial class TrainingJson : JsonSerializerContext;
