namespace Ansatz.Formats;

/// <summary>An element type of .npy and IDX files.</summary>
/// <param name="Code">NumPy's code without the order of bytes, for instance <c>f4</c>.</param>
/// <param name="Name">NumPy's name, for instance <c>float32</c>.</param>
/// <param name="Type">The .NET type.</param>
/// <param name="Size">Bytes per element.</param>
internal sealed record NpyType(string Code, string Name, Type Type, int Size)
{
    private static readonly NpyType[] all =
    [
        new("u1", "uint8", typeof(byte), 1), new("i1", "int8", typeof(sbyte), 1), new("b1", "bool", typeof(bool), 1),
        new("u2", "uint16", typeof(ushort), 2), new("i2", "int16", typeof(short), 2), new("u4", "uint32", typeof(uint), 4), new("i4", "int32", typeof(int), 4),
        new("u8", "uint64", typeof(ulong), 8), new("i8", "int64", typeof(long), 8),
        new("f2", "float16", typeof(Half), 2), new("f4", "float32", typeof(float), 4), new("f8", "float64", typeof(double), 8),
    ];

    /// <summary>The names of all types, for messages.</summary>
    public static string Names => string.Join(", ", all.Select(t => t.Name));

    /// <summary>The code as this library writes it: little-endian, or without an order for single bytes.</summary>
    public string FullCode => (Size == 1 ? "|" : "<") + Code;

    /// <summary>The type with a full code, and whether its bytes are big-endian: the first character is <c>&lt;</c> little, <c>&gt;</c> big, <c>=</c> or <c>|</c> little or single bytes.</summary>
    public static (NpyType Type, bool IsBigEndian)? WithCode(string code)
    {
        if (code.Length == 0 || "<>=|".IndexOf(code[0], StringComparison.Ordinal) < 0) return null;
        return Array.Find(all, t => t.Code == code[1..]) is { } type && (code[0] != '|' || type.Size == 1) ? (type, code[0] == '>') : null;
    }

    /// <exception cref="ArgumentException">The files hold no such elements.</exception>
    public static NpyType Of<T>() => Of(typeof(T));

    private static NpyType Of(Type elementType) => Array.Find(all, t => t.Type == elementType)
        ?? throw new ArgumentException($".npy: elements of type {elementType.Name} are not supported; use one of {Names}.", nameof(elementType));
}
