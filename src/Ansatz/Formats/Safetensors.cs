using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// Named float32 arrays and a table of strings in one file that PyTorch and others read: an 8-byte length, a JSON header
/// padded with spaces to a multiple of 8, then the arrays' bytes in ordinal order of names without gaps. Equal contents give equal bytes.
/// Reads floats of 16 to 64 bits, BF16, integers and booleans, all as float32. An array of another type is refused when it is requested. Source: Hugging Face, "Safetensors", format description.
/// </summary>
public sealed class Safetensors
{
    private readonly SortedDictionary<string, (Shape Shape, ReadOnlyMemory<float> Values)> arrays = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> unread = [];

    /// <summary>Free strings by name, kept in the header.</summary>
    public SortedDictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The arrays' names in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => arrays.Keys;

    internal string Source { get; init; } = "Safetensors";

    /// <summary>The array of a name.</summary>
    /// <exception cref="InvalidDataException">There is none, or its type is not supported.</exception>
    public (Shape Shape, ReadOnlyMemory<float> Values) this[string name] => arrays.TryGetValue(name, out var array) && !unread.ContainsKey(name)
        ? array
        : throw new InvalidDataException(unread.TryGetValue(name, out var reason)
            ? $"{Source}: {reason}."
            : $"{Source}: no array '{name}' among its {arrays.Count}{(arrays.Count == 0 ? "" : $" ('{FileText.Shown(arrays.First().Key)}' is the first)")}.");

    /// <summary>The number of elements of an array; 0 if its type is not supported.</summary>
    internal int SizeOf(string name) => arrays[name].Values.Length;

    /// <summary>Adds an array, which is not copied.</summary>
    /// <param name="values">The elements in C order, as many as the shape has.</param>
    public void Add(string name, Shape shape, ReadOnlyMemory<float> values)
    {
        if (shape.Size != values.Length) throw new ArgumentException($"Safetensors: '{name}' has {values.Length} values; expected {shape.Size} for shape {shape}.", nameof(values));
        if (name == SafetensorsHeader.MetadataKey || !arrays.TryAdd(name, (shape, values))) throw new ArgumentException($"Safetensors: the name '{name}' is taken.", nameof(name));
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="InvalidDataException">It was read from a file with an array whose type is not supported.</exception>
    public void Write(string path) => AtomicFile.Write(path, Write);

    /// <summary>Writes the file's bytes to a stream, which stays open and need not seek.</summary>
    /// <exception cref="InvalidDataException">It was read from a file with an array whose type is not supported.</exception>
    public void Write(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var name in unread.Keys) _ = this[name];
        var header = SafetensorsHeader.Encode(Metadata, arrays.Select(a => (a.Key, a.Value.Shape)));
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var (_, values) in arrays.Values) stream.Write(MemoryMarshal.AsBytes(values.Span));
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or uses what is not supported; the message names the file, what was found and what was expected.</exception>
    public static Safetensors Read(string path)
    {
        using var stream = InputFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its position to its end; it stays open. If it cannot seek, it is copied into memory first, which limits it to 2 GB.</summary>
    /// <param name="stream">The bytes of a file.</param>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The bytes are damaged or use what is not supported; the message names the stream, what was found and what was expected.</exception>
    public static Safetensors Read(Stream stream, string name = "Safetensors")
    {
        stream = StreamRest.OfKnownLength(stream, name);
        try
        {
            return ReadWhole(stream, name);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidDataException($"{name}: the data ends earlier than the stream's length says; get it again.", e);
        }
    }

    private static Safetensors ReadWhole(Stream stream, string name)
    {
        var header = SafetensorsHeader.Read(stream, name);
        var file = new Safetensors { Source = name };
        foreach (var (key, value) in header.Metadata) file.Metadata.Add(key, value);
        foreach (var entry in header.Entries.OrderBy(e => e.Begin))
        {
            if (entry.Type is null)
            {
                file.arrays.Add(entry.Name, default);
                file.unread.Add(entry.Name, entry.Fault!);
                stream.Position += entry.End - entry.Begin;
                continue;
            }
            var values = new float[entry.Shape.Size];
            entry.Type.Read(stream, values);
            file.Add(entry.Name, entry.Shape, values);
        }
        return file;
    }
}
