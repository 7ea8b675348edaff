using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Ansatz.Networks;

/// <summary>
/// The words of a small hierarchy of records. Each record states its word beside its base, as the kind that its JSON names; users type the same word.
/// </summary>
/// <typeparam name="T">The base of the hierarchy.</typeparam>
/// <param name="type">How the hierarchy is written to JSON.</param>
internal sealed class Kinds<T>(JsonTypeInfo<T> type) where T : class
{
    /// <summary>The property that holds the word.</summary>
    public const string Property = "kind";

    /// <summary>All words, in the order in which they are declared.</summary>
    public IReadOnlyList<string> Words { get; } = [.. type.PolymorphismOptions!.DerivedTypes.Select(d => (string)d.TypeDiscriminator!)];

    public string WordOf(T value) => (string)type.PolymorphismOptions!.DerivedTypes.First(d => d.DerivedType == value.GetType()).TypeDiscriminator!;

    /// <summary>The record of a word, its numbers left at their defaults.</summary>
    /// <exception cref="ArgumentException">No record has this word.</exception>
    public T Find(string word) => Words.Contains(word)
        ? JsonSerializer.Deserialize(new JsonObject { [Property] = word }, type)!
        : throw new ArgumentException($"{typeof(T).Name}: found '{word}'; expected one of {string.Join(", ", Words)}.", nameof(word));
}
