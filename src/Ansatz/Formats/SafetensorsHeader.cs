using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>The JSON header of a safetensors file: <c>{"__metadata__":{…},"name":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},…}</c>.</summary>
internal sealed class SafetensorsHeader
{
    public const string MetadataKey = "__metadata__";
    private const int Alignment = 8;
    private const int Largest = 100_000_000;

    private readonly string path;

    private SafetensorsHeader(string path) => this.path = path;

    public Dictionary<string, string> Metadata { get; } = [];

    public List<Entry> Entries { get; } = [];

    /// <summary>An array in the file: its bytes are [Begin, End) after the header. An array that cannot be read has no type, but a fault that says why.</summary>
    public sealed record Entry(string Name, SafetensorsType? Type, Shape Shape, long Begin, long End, string? Fault = null);

    /// <summary>The header of float32 arrays that follow each other.</summary>
    public static byte[] Encode(SortedDictionary<string, string> metadata, IEnumerable<(string Name, Shape Shape)> arrays)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var begin = 0L;
            foreach (var (name, shape) in arrays)
            {
                var end = begin + (long)shape.Size * SafetensorsType.Float32.Size;
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsType.Float32.Code);
                json.WriteStartArray("shape");
                foreach (var d in shape) json.WriteNumberValue(d);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0) stream.WriteByte((byte)' ');
        return stream.ToArray();
    }

    /// <summary>Reads the header, checks that the arrays fill the rest of the stream, and leaves it at their first byte.</summary>
    public static SafetensorsHeader Read(Stream stream, string path)
    {
        var header = new SafetensorsHeader(path);
        Span<byte> word = stackalloc byte[8];
        var available = stream.Length - stream.Position;
        if (available < word.Length) throw header.Bad($"{available} bytes; expected at least {word.Length}; get the file again");
        stream.ReadExactly(word);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(word);
        if (length > Largest || (long)length > available - word.Length)
            throw header.Bad($"the header says it has {length} bytes, {available - word.Length} are left and {Largest} allowed; get the file again");
        var text = new byte[length];
        stream.ReadExactly(text);
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object) throw header.Bad("the header is not a JSON object; give a safetensors file");
            foreach (var property in json.RootElement.EnumerateObject()) header.Add(property.Name, property.Value);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: names that are no Unicode text
        {
            throw new InvalidDataException($"{path}: the header is not sound JSON; get the file again.", e);
        }
        header.RequireFilled(available - word.Length - (long)length);
        return header;
    }

    private void Add(string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object) throw Bad($"'{name}' in the header is {value.ValueKind}; expected an object");
        if (name == MetadataKey)
        {
            foreach (var item in value.EnumerateObject())
                Metadata.Add(item.Name, item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : throw Bad($"metadata '{item.Name}' is {item.Value.ValueKind}; expected a string"));
            return;
        }
        var code = value.TryGetProperty("dtype", out var dtype) && dtype.ValueKind == JsonValueKind.String ? dtype.GetString()! : throw Bad($"'{name}' has no dtype");
        var shape = Integers(value, name, "shape");
        var offsets = Integers(value, name, "data_offsets");
        if (shape.Length > Shape.MostDimensions) throw Bad($"'{name}' has {shape.Length} dimensions; expected at most {Shape.MostDimensions}");
        if (offsets.Length != 2) throw Bad($"'{name}' has {offsets.Length} data_offsets; expected 2");
        if (offsets[1] < offsets[0]) throw Bad($"'{name}' ends at byte {offsets[1]}, before it begins at {offsets[0]}");
        if (SafetensorsType.WithCode(code) is not { } type)
        {
            Entries.Add(new Entry(name, null, default, offsets[0], offsets[1], FileText.Shown($"'{name}' is of type {code}; expected one of {SafetensorsType.Codes}")));
            return;
        }
        var size = (Int128)type.Size;
        foreach (var d in shape) size = Int128.Min(size * d, long.MaxValue);
        if (offsets[1] - offsets[0] != size) throw Bad($"'{name}' has {offsets[1] - offsets[0]} bytes; expected {size} for {code} of shape [{string.Join(", ", shape)}]");
        var fits = size / type.Size <= Array.MaxLength && shape.All(d => d <= int.MaxValue);
        Entries.Add(fits
            ? new Entry(name, type, new Shape([.. shape.Select(d => (int)d)]), offsets[0], offsets[1])
            : new Entry(name, null, default, offsets[0], offsets[1], FileText.Shown($"'{name}' of shape [{string.Join(", ", shape)}] has more elements than an array holds")));
    }

    private long[] Integers(JsonElement value, string name, string key)
    {
        if (!value.TryGetProperty(key, out var array) || array.ValueKind != JsonValueKind.Array) throw Bad($"'{name}' has no {key}");
        return [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Number && v.TryGetInt64(out var i) && i >= 0 ? i : throw Bad($"'{name}' has {v} in its {key}; expected integers of 0 or more"))];
    }

    private void RequireFilled(long dataLength)
    {
        var position = 0L;
        foreach (var entry in Entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != position) throw Bad($"'{entry.Name}' begins at byte {entry.Begin} of the data; expected {position}, where the one before ends");
            position = entry.End;
        }
        if (position != dataLength) throw Bad($"{dataLength} bytes of data; expected {position} for the arrays in the header; get the file again");
    }

    private InvalidDataException Bad(string what) => new($"{path}: {FileText.Shown(what)}.");
}
