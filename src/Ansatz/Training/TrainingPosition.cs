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
/// <param name="History">A line of <see cref="HistoryText"/> for each epoch completed.</param>
internal sealed record TrainingPosition(int Step, long StepCount, double EpochSeconds, bool IsFinished, int BestEpoch, double BestObjective, MetricsSums Mean, string[] History)
{
    public string ToJson() => JsonSerializer.Serialize(this, TrainingJson.Default.TrainingPosition);

    /// <exception cref="JsonException">The text is not what <see cref="ToJson"/> writes.</exception>
    public static TrainingPosition FromJson(string text) => JsonSerializer.Deserialize(text, TrainingJson.Default.TrainingPosition) ?? throw new JsonException("null");
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(TrainingPosition))]
internal sealed partial class TrainingJson : JsonSerializerContext;
