namespace Ansatz.Studies.Settings;

/// <summary>A whole number in a range.</summary>
internal sealed class WholeKind(long least, long most) : ValueKind<long>
{
    public override string Form => "N";
    private string Expected => most == long.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most:#,0}";

    public override long Parse(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
        ? value
        : throw Wrong($"'{text}'", Expected);

    public override string Show(long value) => $"{value}";
    public override JsonNode? Write(long value) => value;

    public override long Read(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out var value) && value >= least && value <= most
        ? value
        : throw Wrong(element.GetRawText(), Expected);
}

/// <summary>A number with a fraction, in a range.</summary>
internal sealed class RealKind(double least, double most) : ValueKind<double>
{
    public override string Form => "X";
    private string Expected => $"a number from {least} to {most:#,0.##}";

    public override double Parse(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
        ? value
        : throw Wrong($"'{text}'", Expected);

    public override string Show(double value) => $"{value}";
    public override JsonNode? Write(double value) => value;

    public override double Read(JsonElement element) => element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out var value) && value >= least && value <= most
        ? value
        : throw Wrong(element.GetRawText(), Expected);
}

/// <summary>Whole numbers with commas between them.</summary>
internal sealed class WholeListKind(int least, int most, int mostNumbers) : ValueKind<IReadOnlyList<int>>
{
    public override string Form => "N,N…";
    private string Expected => $"1 to {mostNumbers} whole numbers from {least} to {most:#,0}";

    public override IReadOnlyList<int> Parse(string text)
    {
        var parts = text.Split(',');
        var numbers = parts.Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : (int?)null).OfType<int>().ToArray();
        return numbers.Length == parts.Length && numbers.Length <= mostNumbers ? numbers : throw Wrong($"'{text}'", $"{Expected} with commas between them");
    }

    public override string Show(IReadOnlyList<int> value) => string.Join(',', value);
    public override JsonNode? Write(IReadOnlyList<int> value) => new JsonArray([.. value.Select(n => JsonValue.Create(n))]);

    public override IReadOnlyList<int> Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0 || element.GetArrayLength() > mostNumbers) throw Wrong(element.GetRawText(), Expected);
        return [.. element.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var n) && n >= least && n <= most ? n : throw Wrong(e.GetRawText(), Expected))];
    }
}

/// <summary>A whole number, where 0 stands for a word such as “all”.</summary>
internal sealed class ZeroKind(string word, long most) : ValueKind<long>
{
    private readonly WholeKind typed = new(1, most), written = new(0, most);

    public override string Form => typed.Form;
    public override long Parse(string text) => text == word ? 0 : typed.Parse(text);
    public override string Show(long value) => value == 0 ? word : typed.Show(value);
    public override JsonNode? Write(long value) => value;
    public override long Read(JsonElement element) => written.Read(element);
}
