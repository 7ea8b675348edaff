namespace Ansatz.Formats;

/// <summary>An element type that .npy files may hold here: little-endian, or of single bytes.</summary>
/// <param name="Code">NumPy's code, for instance <c>&lt;f4</c>.</param>
/// <param name="Name">NumPy's name, for instance <c>float32</c>.</param>
/// <param name="Type">The .NET type.</param>
/// <param name="Size">Bytes an element.</param>
internal sealed record NpyType(string Code, string Name, Type Type, int Size)
{
    private static readonly NpyType[] All =
    [
        new("|u1", "uint8", typeof(byte), 1), new("|b1", "bool", typeof(bool), 1),
        new("<i4", "int32", typeof(int), 4), new("<i8", "int64", typeof(long), 8),
        new("<f4", "float32", typeof(float), 4), new("<f8", "float64", typeof(double), 8),
    ];

    /// <summary>The names of all types, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(t => t.Name));

    /// <summary>The type with a code, or null.</summary>
    public static NpyType? WithCode(string code) => Array.Find(All, t => t.Code == code);

    /// <exception cref="ArgumentException">.npy files here hold no such elements.</exception>
    public static NpyType Of<T>() => Array.Find(All, t => t.Type == typeof(T))
        ?? throw new ArgumentException($".npy: elements of type {typeof(T).Name} are not supported; use one of {Names}.");
}
