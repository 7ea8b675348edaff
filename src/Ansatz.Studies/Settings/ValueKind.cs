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
