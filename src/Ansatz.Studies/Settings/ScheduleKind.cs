using System.Text.RegularExpressions;

namespace Ansatz.Studies.Settings;

/// <summary>A schedule. Files of version 0.1 hold its sentence, such as “cosine 0.003 to 0 over 8 epochs”.</summary>
internal sealed partial class ScheduleKind : ValueKind<Schedule>
{
    private static readonly ChoiceKind<Schedule> choice = new(SettingsJson.Default.Schedule);

    public override string Form => choice.Form;

    public override Schedule Parse(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
        var match = Sentence().Match(text);
        if (!match.Success) throw Wrong($"'{text}'", "the sentence of a schedule");
        double Number(string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        if (match.Groups["then"].Success) return new WarmUpSchedule(Number("rise"), Parse(match.Groups["then"].Value));
        return match.Groups["kind"].Value switch
        {
            "linear" => new LinearSchedule(Number("from"), Number("to"), Number("over")),
            "exponential" => new ExponentialSchedule(Number("from"), Number("to"), Number("over")),
            _ => new CosineSchedule(Number("from"), Number("over"), Number("to")),
        };
    }

    public override string Show(Schedule value) => value.ToString();
    public override JsonNode? Write(Schedule value) => choice.Write(value);
    public override Schedule Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : choice.Read(element);

    [GeneratedRegex(@"^(warm-up of (?<rise>[-+.\deE]+) epochs, then (?<then>.+)|(?<kind>linear|exponential|cosine) (?<from>[-+.\deE]+) to (?<to>[-+.\deE]+) over (?<over>[-+.\deE]+) epochs)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sentence();
}
