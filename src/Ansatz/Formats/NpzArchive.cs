namespace Ansatz.Formats;

/// <summary>The arrays of an .npz file by name.</summary>
public sealed class NpzArchive
{
    private readonly string path;
    private readonly SortedDictionary<string, NpyArray> arrays;

    internal NpzArchive(string path, SortedDictionary<string, NpyArray> arrays) => (this.path, this.arrays) = (path, arrays);

    /// <summary>The names in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => arrays.Keys;

    /// <summary>The array of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public NpyArray this[string name] => arrays.TryGetValue(name, out var array)
        ? array
        : throw new InvalidDataException($"{path}: no array '{name}'; it holds {(arrays.Count == 0 ? "none" : $"'{string.Join("', '", arrays.Keys)}'")}.");
}
