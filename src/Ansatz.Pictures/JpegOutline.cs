using System.Buffers.Binary;

namespace Ansatz.Pictures;

/// <summary>
/// The outline of a JPEG file: its segments from the start to the end-of-image marker. What the decoder does not check itself is checked here: a kind
/// that is supported, sizes that the file can hold, a scan for every component, and the restart markers of every scan.
/// Source: ITU-T T.81 (1992), annex B.
/// </summary>
/// <param name="name">What messages call the file.</param>
internal sealed class JpegOutline(string name)
{
    private const int EndOfImage = 0xD9, StartOfScan = 0xDA, QuantizationTables = 0xDB, HuffmanTables = 0xC4, ArithmeticTables = 0xCC,
        RestartInterval = 0xDD, NumberOfLines = 0xDC, Comment = 0xFE, Exif = 0xE1, Adobe = 0xEE, FirstRestart = 0xD0, LastRestart = 0xD7;

    private const int BlockSide = 8, MostScans = 100;

    private Component[] components = [];
    private bool isProgressive, hasAdobe;
    private int restartInterval, scanCount;

    public int Width { get; private set; }

    public int Height { get; private set; }

    public int Orientation { get; private set; } = ExifOrientation.Upright;

    private int HorizontalMost => components.Max(c => c.Horizontal);

    private int VerticalMost => components.Max(c => c.Vertical);

    /// <summary>A colour component: its name in the file, its sampling factors, and whether a scan has its samples.</summary>
    private sealed record Component(byte Id, int Horizontal, int Vertical)
    {
        public bool HasScan { get; set; }
    }

    /// <summary>Checks the outline and returns the position after the end-of-image marker.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or of a kind that is not supported.</exception>
    public int Read(ReadOnlySpan<byte> file)
    {
        for (var position = 2; ;)
        {
            var marker = NextMarker(file, ref position);
            if (marker == EndOfImage)
            {
                if (components.Length == 0 || components.Any(c => !c.HasScan)) throw Bad("no scan has the samples of every component; get the file again");
                return position;
            }
            var length = position + 2 <= file.Length ? BinaryPrimitives.ReadUInt16BigEndian(file[position..]) : 0;
            if (length < 2 || length > file.Length - position) throw Bad($"segment {marker:X2} at byte {position} says it has {length} bytes, {file.Length - position} are left; get the file again");
            var data = file.Slice(position + 2, length - 2);
            position += length;
            ReadSegment(marker, data, file.Length);
            if (marker == StartOfScan) SkipScan(file, ref position, ExpectedRestarts(data));
        }
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> data, int fileLength)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2: ReadFrame(marker, data, fileLength); break;
            case QuantizationTables: RequireTables(data, 1, static table => table[0] >> 4 == 0 ? 65 : 129); break;
            case HuffmanTables: RequireTables(data, 17, static table => 17 + Sum(table[1..17])); break;
            case Comment or NumberOfLines: break;
            case RestartInterval: restartInterval = data.Length == 2 ? BinaryPrimitives.ReadUInt16BigEndian(data) : throw Bad("the restart interval has a wrong length; get the file again"); break;
            case StartOfScan: break;
            case Exif: Orientation = ExifOrientation.Read(data) is var found and not ExifOrientation.Upright ? found : Orientation; break;
            case Adobe: hasAdobe = hasAdobe || data.StartsWith("Adobe"u8); break;
            case >= 0xE0 and <= 0xEF: break;
            case 0xC3 or 0xC7: throw Bad("lossless JPEG is not supported; save it as PNG");
            case 0xC5 or 0xC6 or 0xCD or 0xCE or 0xCF or 0xDE or 0xDF: throw Bad("hierarchical JPEG is not supported; save it as PNG");
            case 0xC9 or 0xCA or 0xCB or ArithmeticTables: throw Bad("JPEG with arithmetic codes is not supported; save it as PNG");
            default: throw Bad($"found marker {marker:X2}; expected one of a JPEG file; get the file again");
        }
    }

    /// <summary>Requires that a segment holds whole tables, each of which begins with the bytes that tell its length.</summary>
    private void RequireTables(ReadOnlySpan<byte> data, int beginLength, Func<ReadOnlySpan<byte>, int> length)
    {
        while (data.Length > 0)
        {
            var next = data.Length < beginLength ? int.MaxValue : length(data);
            if (next > data.Length) throw Bad("a segment ends within its table; get the file again");
            data = data[next..];
        }
    }

    private static int Sum(ReadOnlySpan<byte> counts)
    {
        var sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }

    private void ReadFrame(int marker, ReadOnlySpan<byte> data, int fileLength)
    {
        if (components.Length > 0) throw Bad("a second frame header; expected one; get the file again");
        if (data.Length < 6 || data.Length != 6 + 3 * data[5]) throw Bad($"the frame header has {data.Length + 2} bytes, which do not fit its components; get the file again");
        if (data[0] != BlockSide) throw Bad($"{data[0]} bits per sample; only 8 are supported; save it as PNG");
        (Height, Width) = (BinaryPrimitives.ReadUInt16BigEndian(data[1..]), BinaryPrimitives.ReadUInt16BigEndian(data[3..]));
        if (Width == 0 || Height == 0) throw Bad($"the frame header says {Width} × {Height} pixels; expected 1 to 65535 a side");
        if (data[5] is not (1 or 3 or 4)) throw Bad($"{data[5]} components; expected 1 (gray), 3 (colours) or 4 (CMYK); save it as PNG");
        isProgressive = marker == 0xC2;
        components = new Component[data[5]];
        for (var i = 0; i < components.Length; i++)
        {
            var parameters = data.Slice(6 + 3 * i, 3);
            components[i] = new Component(parameters[0], parameters[1] >> 4, parameters[1] & 15);
            if (components[i] is not { Horizontal: >= 1 and <= 4, Vertical: >= 1 and <= 4 })
                throw Bad($"component {i} has the sampling factors {components[i].Horizontal} × {components[i].Vertical}; expected 1 to 4; get the file again");
        }
        if (components.Length == 4 && !hasAdobe) throw Bad("CMYK without Adobe's marker, which says how it is stored; save it as PNG");
        var blocks = components.Sum(c => (long)UnitsAcross * UnitsDown * c.Horizontal * c.Vertical);
        if (blocks > 8L * fileLength) throw Bad($"the frame header says {Width} × {Height} pixels, far more than {fileLength} bytes can hold; get the file again");
    }

    /// <summary>The number of coded units across; each holds every component's blocks.</summary>
    private int UnitsAcross => Ceiling(Width, BlockSide * HorizontalMost);

    private int UnitsDown => Ceiling(Height, BlockSide * VerticalMost);

    /// <summary>Notes the scan's components and returns how many restart markers it must have.</summary>
    private int ExpectedRestarts(ReadOnlySpan<byte> data)
    {
        if (components.Length == 0) throw Bad("a scan before the frame header; get the file again");
        if (++scanCount > MostScans) throw Bad($"more than {MostScans} scans; save it as PNG");
        if (data.Length < 1 || data.Length != 4 + 2 * data[0] || data[0] is 0 or > 4) throw Bad("a scan header with a wrong length; get the file again");
        var parts = new Component[data[0]];
        for (var i = 0; i < parts.Length; i++)
        {
            var id = data[1 + 2 * i];
            parts[i] = Array.Find(components, c => c.Id == id) ?? throw Bad($"a scan names component {id}, which the frame header lacks; get the file again");
        }
        var isFirst = !isProgressive || (data[^3] == 0 && data[^1] >> 4 == 0);
        foreach (var part in parts) part.HasScan |= isFirst;
        if (restartInterval == 0) return 0;
        var units = parts is [var only]
            ? Ceiling(Ceiling(Width * only.Horizontal, HorizontalMost), BlockSide) * Ceiling(Ceiling(Height * only.Vertical, VerticalMost), BlockSide)
            : UnitsAcross * UnitsDown;
        return Ceiling(units, restartInterval) - 1;
    }

    /// <summary>Passes over coded samples: every FF in them is followed by 00 or is a restart marker.</summary>
    private void SkipScan(ReadOnlySpan<byte> file, ref int position, int expectedRestarts)
    {
        var (restarts, begin) = (0, position);
        while (true)
        {
            var found = file[position..].IndexOf((byte)0xFF);
            if (found < 0 || position + found + 1 >= file.Length) throw Ended(file.Length);
            position += found;
            var at = position++;
            while (position < file.Length && file[position] == 0xFF) position++;
            if (position >= file.Length) throw Ended(file.Length);
            var marker = file[position];
            if (marker == 0)
            {
                position++;
                continue;
            }
            if (at == begin) throw Bad($"no coded samples at byte {at}; get the file again");
            if (marker is < FirstRestart or > LastRestart)
            {
                position = at;
                break;
            }
            if (marker != FirstRestart + restarts % 8) throw Bad($"restart marker {marker:X2} at byte {at}; expected {FirstRestart + restarts % 8:X2}; get the file again");
            (restarts, begin) = (restarts + 1, ++position);
        }
        if (restarts != expectedRestarts) throw Bad($"a scan has {restarts} restart markers; expected {expectedRestarts}; get the file again");
    }

    /// <summary>Reads a marker, before which any number of FF bytes may stand.</summary>
    private int NextMarker(ReadOnlySpan<byte> file, ref int position)
    {
        if (position >= file.Length) throw Ended(file.Length);
        if (file[position] != 0xFF) throw Bad($"found {file[position]:X2} at byte {position}; expected a marker (FF); get the file again");
        while (position < file.Length && file[position] == 0xFF) position++;
        return position < file.Length ? file[position++] : throw Ended(file.Length);
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;

    private InvalidDataException Ended(int length) => Bad($"the file ends after {length} bytes without its end-of-image marker; get it again");

    private InvalidDataException Bad(string what) => new($"{name}: {what}.");
}
