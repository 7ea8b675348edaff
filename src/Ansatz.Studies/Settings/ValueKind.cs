using System.Numerics;

namespace Ansatz.Studies.Settings;

/// <summary>How values of one type are typed by users, shown to them, and written to JSON; whatever is read is checked against the range.</summary>
/// <typeparam name="T">The type of a property of a configuration.</typeparam>
internal abstract class ValueKind<T>
{
    /// <summary>What stands for the value in the help: “N”, or the words with bars between them.</summary>
    public abstract string Form { get; }

    /// <summary>The words to choose from; empty for a number or a text.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <exception cref="FormatException">The text is no such value; the message says what was found and expected.</exception>
    public abstract T Parse(string text);

    /// <summary>The value as users type it.</summary>
    public abstract string Show(T value);

    /// <summary>The value in <c>config.json</c>.</summary>
    public abstract JsonNode? Write(T value);

    /// <exception cref="FormatException">The element is no such value; the message says what was found and expected.</exception>
    public abstract T Read(JsonElement element);

    /// <summary>The message for a text or an element that is no such value.</summary>
    protected static FormatException Wrong(object found, string expected) => new($"found {found}; expected {expected}");
}

/// <summary>Any text: a name or a path.</summary>
internal sealed class TextKind(string form) : ValueKind<string>
{
    public override string Form => form;
    public override string Parse(string text) => text;
    public override string Show(string value) => value;
    public override JsonNode? Write(string value) => value;
    public override string Read(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(element.GetRawText(), "a text");
}

/// <summary>A list of texts, or null; it stands in files only.</summary>
internal sealed class NamesKind : ValueKind<IReadOnlyList<string>?>
{
    public override string Form => "NAME,NAME…";
    public override IReadOnlyList<string> Parse(string text) => text.Split(',');
    public override string Show(IReadOnlyList<string>? value) => value is null ? "none" : string.Join(',', value);
    public override JsonNode? Write(IReadOnlyList<string>? value) => value is null ? null : new JsonArray([.. value.Select(n => JsonValue.Create(n))]);

    public override IReadOnlyList<string>? Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Null) return null;
        if (element.ValueKind != JsonValueKind.Array || element.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String)) throw Wrong(element.GetRawText(), "a list of texts");
        return [.. element.EnumerateArray().Select(e => e.GetString()!)];
    }
}

/// <summary>True or false; it stands in files only.</summary>
internal sealed class FlagKind : ValueKind<bool>
{
    public override string Form => "true|false";
    public override bool Parse(string text) => bool.TryParse(text, out var value) ? value : throw Wrong($"'{text}'", "true or false");
    public override string Show(bool value) => value ? "true" : "false";
    public override JsonNode? Write(bool value) => value;
    public override bool Read(JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : throw Wrong(element.GetRawText(), "true or false");
}

/// <summary>A number in a range.</summary>
internal abstract class NumberKind<T>(string form, NumberStyles style, T least, T most, string expected) : ValueKind<T> where T : struct, INumber<T>
{
    public override string Form => form;
    public override T Parse(string text) => Number(text) ?? throw Wrong($"'{text}'", expected);
    public override string Show(T value) => $"{value}";
    public override T Read(JsonElement element) => (element.ValueKind == JsonValueKind.Number ? Number(element.GetRawText()) : null) ?? throw Wrong(element.GetRawText(), expected);
    private T? Number(string text) => T.TryParse(text, style, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;
}

/// <summary>A whole number in a range.</summary>
internal sealed class WholeKind(long least, long most) : NumberKind<long>(
    "N", NumberStyles.AllowLeadingSign, least, most, most == long.MaxValue ? $"a whole number of {least} or more" : $"a whole number from {least} to {most:#,0}")
{
    public override JsonNode? Write(long value) => value;
}

/// <summary>A number with a fraction, in a range.</summary>
internal sealed class RealKind(double least, double most) : NumberKind<double>("X", NumberStyles.Float, least, most, $"a number from {least} to {most:#,0.##}")
{
    public override JsonNode? Write(double value) => value;
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

/// <summary>A value that may be missing: null in files, “none” to users. Files of version 0.1 hold the word, too.</summary>
/// <typeparam name="T">The type of a value that is there.</typeparam>
/// <typeparam name="TOptional">The same with null: T? of a number, T itself of a text or a record.</typeparam>
internal sealed class OptionalKind<T, TOptional>(ValueKind<T> kind) : ValueKind<TOptional?>
{
    private const string None = "none";

    public override string Form => kind.Form;
    public override IReadOnlyList<string> Words => kind.Words.Count == 0 ? [] : [None, .. kind.Words];
    public override TOptional? Parse(string text) => text == None ? default : (TOptional?)(object?)kind.Parse(text);
    public override string Show(TOptional? value) => value is T some ? kind.Show(some) : None;
    public override JsonNode? Write(TOptional? value) => value is T some ? kind.Write(some) : null;

    public override TOptional? Read(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null || element.ValueKind == JsonValueKind.String && element.GetString() == None ? default : (TOptional?)(object?)kind.Read(element);
}

/// <summary>A few values, each with the word that users type. Files hold the word, or what another kind writes for the value.</summary>
/// <param name="inFiles">How files hold the values; null for the words.</param>
/// <param name="values">The words and their values. A value that is none of them is shown as the first.</param>
internal sealed class WordsKind<T>(ValueKind<T>? inFiles, params IReadOnlyList<(string Word, T Value)> values) : ValueKind<T>
{
    public override string Form => string.Join('|', Words);
    public override IReadOnlyList<string> Words => [.. values.Select(v => v.Word)];

    public override T Parse(string text) => values.Any(v => v.Word == text)
        ? values.First(v => v.Word == text).Value
        : throw Wrong($"'{text}'", string.Join(" or ", Words) + Spelling.Suggestion(text, Words));

    public override string Show(T value) => (values.FirstOrDefault(v => EqualityComparer<T>.Default.Equals(v.Value, value)).Word ?? values[0].Word);
    public override JsonNode? Write(T value) => inFiles is null ? Show(value) : inFiles.Write(value);

    public override T Read(JsonElement element) => inFiles is not null ? inFiles.Read(element)
        : element.ValueKind == JsonValueKind.String ? Parse(element.GetString()!) : throw Wrong(element.GetRawText(), string.Join(" or ", Words));
}
