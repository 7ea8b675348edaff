using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Ansatz.Formats;

/// <summary>
/// The header of a .npy file: the magic word, a version, a length and a Python dictionary, for instance
/// <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (2, 3), }</c>, padded so that the data starts at a multiple of 64.
/// Source: NumPy Enhancement Proposal 1, versions 1.0 to 3.0.
/// </summary>
internal sealed record NpyHeader(NpyType Type, bool IsBigEndian, bool IsFortranOrder, long[] Dimensions)
{
    private const int Alignment = 64;
    private const int LargestText = 1 << 16;

    /// <summary>The first byte of every .npy file.</summary>
    public const byte FirstByte = 0x93;

    private static ReadOnlySpan<byte> Magic => [FirstByte, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The data's length in bytes.</summary>
    /// <exception cref="OverflowException">It does not fit 64 bits.</exception>
    public long DataByteCount
    {
        get
        {
            var count = (long)Type.Size;
            foreach (var d in Dimensions) count = checked(count * d);
            return count;
        }
    }

    /// <summary>Refuses data of another length than the shape has.</summary>
    /// <param name="found">The bytes behind the header.</param>
    /// <param name="name">What messages call the array.</param>
    /// <returns>The data's length in bytes.</returns>
    /// <exception cref="InvalidDataException">The length is another.</exception>
    public long Require(long found, string name)
    {
        var dimensions = string.Join(", ", Dimensions);
        long expected;
        try
        {
            expected = DataByteCount;
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"{name}: no file holds an array of shape [{dimensions}]; get it again.", e);
        }
        return found == expected ? expected : throw new InvalidDataException($"{name}: {found} bytes of data; expected {expected} for {Type.Name} of shape [{dimensions}]; get the file again.");
    }

    /// <summary>The header's bytes, version 1.0.</summary>
    public byte[] Encode()
    {
        var shape = Dimensions.Length == 1 ? $"({Dimensions[0]},)" : $"({string.Join(", ", Dimensions)})";
        var text = $"{{'descr': '{Type.FullCode}', 'fortran_order': {(IsFortranOrder ? "True" : "False")}, 'shape': {shape}, }}";
        var unpadded = Magic.Length + 4 + text.Length + 1;
        var padding = (Alignment - unpadded % Alignment) % Alignment;
        var length = (ushort)(text.Length + padding + 1);
        return [.. Magic, 1, 0, (byte)length, (byte)(length >> 8), .. Encoding.ASCII.GetBytes(text.PadRight(text.Length + padding)), (byte)'\n'];
    }

    /// <summary>Reads the header and leaves the stream at the data.</summary>
    /// <param name="bytes">All of the header's bytes, from the magic word on.</param>
    /// <exception cref="InvalidDataException">There is no such header. The message starts with <paramref name="name"/>.</exception>
    public static NpyHeader Read(Stream stream, string name, out byte[] bytes)
    {
        var start = ReadBytes(stream, Magic.Length + 2, name);
        if (!start.AsSpan().StartsWith(Magic))
            throw new InvalidDataException($"{name}: begins with {Convert.ToHexString(start)}, not with the .npy magic word; save it with numpy.save or numpy.savez.");
        var version = start[^2];
        if (version is < 1 or > 3) throw new InvalidDataException($"{name}: .npy version {version}; expected 1, 2 or 3.");
        var lengthBytes = ReadBytes(stream, version == 1 ? 2 : 4, name);
        var length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LargestText) throw new InvalidDataException($"{name}: the header says it has {length} bytes; expected at most {LargestText}; get the file again.");
        var text = ReadBytes(stream, (int)length, name);
        bytes = [.. start, .. lengthBytes, .. text];
        return new Parser(Encoding.UTF8.GetString(text), name).Parse();
    }

    private static byte[] ReadBytes(Stream stream, int count, string name)
    {
        var bytes = new byte[count];
        var found = stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false);
        return found == count ? bytes : throw new InvalidDataException($"{name}: the file ends within its .npy header; get it again.");
    }

    /// <summary>Reads the dictionary. Names may have either quote, any order, and any spaces between them.</summary>
    private sealed class Parser(string text, string name)
    {
        private int position;

        public NpyHeader Parse()
        {
            string? code = null;
            bool? isFortranOrder = null;
            long[]? dimensions = null;
            Expect('{');
            while (!TryTake('}'))
            {
                var key = TakeString();
                Expect(':');
                switch (key)
                {
                    case "descr": code = Peek() == '[' ? throw Bad("structured elements are not supported; save each field by itself") : TakeString(); break;
                    case "fortran_order": isFortranOrder = TakeWord() switch { "True" => true, "False" => false, var other => throw Bad($"fortran_order is {other}; expected True or False") }; break;
                    case "shape": dimensions = TakeTuple(); break;
                    default: throw Bad($"unknown entry '{key}'");
                }
                if (!TryTake(',') && Peek() != '}') throw Bad($"expected ',' or '}}' at character {position}");
            }
            if (code is null || isFortranOrder is null || dimensions is null) throw Bad("expected entries descr, fortran_order and shape");
            var (type, isBigEndian) = NpyType.WithCode(code) ?? throw Bad($"elements '{code}' are not supported; convert with astype to one of {NpyType.Names}");
            return new NpyHeader(type, isBigEndian, isFortranOrder.Value, dimensions);
        }

        private long[] TakeTuple()
        {
            var dimensions = new List<long>();
            Expect('(');
            while (!TryTake(')'))
            {
                if (!long.TryParse(TakeWord(), NumberStyles.None, CultureInfo.InvariantCulture, out var dimension)) throw Bad($"expected a dimension before character {position}");
                dimensions.Add(dimension);
                if (dimensions.Count > Tensors.Shape.MostDimensions) throw Bad($"more than {Tensors.Shape.MostDimensions} dimensions");
                if (!TryTake(',') && Peek() != ')') throw Bad($"expected ',' or ')' at character {position}");
            }
            return [.. dimensions];
        }

        private string TakeString()
        {
            var quote = Peek();
            if (quote is not ('\'' or '"')) throw Bad($"expected a quoted name at character {position}");
            var end = text.IndexOf(quote, position + 1);
            if (end < 0) throw Bad("a quote is not closed");
            var value = text[(position + 1)..end];
            position = end + 1;
            return value;
        }

        private string TakeWord()
        {
            Peek();
            var start = position;
            while (position < text.Length && char.IsAsciiLetterOrDigit(text[position])) position++;
            return text[start..position];
        }

        private char Peek()
        {
            while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
            return position < text.Length ? text[position] : '\0';
        }

        private bool TryTake(char expected)
        {
            if (Peek() != expected) return false;
            position++;
            return true;
        }

        private void Expect(char expected)
        {
            if (!TryTake(expected)) throw Bad($"expected '{expected}' at character {position}");
        }

        private InvalidDataException Bad(string what) => new($"{name}: in the .npy header, {FileText.Shown(what)}.");
    }
}
