using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ansatz.Networks;

/// <summary>
/// Maps words to the records of a small hierarchy. The base type declares one word per record, as a JSON type discriminator. The word is the value of "kind" in
/// JSON, and users type the same word.
/// </summary>
/// <typeparam name="T">The base of the hierarchy.</typeparam>
/// <param name="type">The JSON metadata of the base type, which lists the records and their words.</param>
internal sealed class Kinds<T>(JsonTypeInfo<T> type) where T : class
{
    /// <summary>The property that holds the word.</summary>
    public const string Property = "kind";

    /// <summary>All words, in the order in which they are declared.</summary>
    public IReadOnlyList<string> Words { get; } = [.. type.PolymorphismOptions!.DerivedTypes.Select(d => (string)d.TypeDiscriminator!)];

    public string WordOf(T value) => (string)type.PolymorphismOptions!.DerivedTypes.First(d => d.DerivedType == value.GetType()).TypeDiscriminator!;

    /// <summary>Creates the record with this word. All its properties have their default values.</summary>
    /// <exception cref="ArgumentException">No record has this word.</exception>
    public T Find(string word) => Words.Contains(word)
        ? JsonSerializer.Deserialize(new JsonObject { [Property] = word }, type)!
        : throw new ArgumentException($"{typeof(T).Name}: found '{word}'; expected one of {string.Join(", ", Words)}.", nameof(word));
}
