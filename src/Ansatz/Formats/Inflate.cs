namespace Ansatz.Formats;

/// <summary>Reads compressed content whose length is known before, so that a false length in a hostile file costs no memory.</summary>
internal static class Inflate
{
    /// <summary>Deflate never expands by more: a match of 258 bytes takes at least 2 bits.</summary>
    private const long LargestRatio = 1032;

    /// <summary>Whether <paramref name="compressed"/> bytes can hold <paramref name="length"/> at all.</summary>
    public static bool CanHold(long compressed, long length) => length <= (compressed + 1) * LargestRatio;

    /// <summary>Fills the buffer from the stream and requires the stream, checksum included, to end there.</summary>
    /// <exception cref="InvalidDataException">The content is shorter or longer, or damaged. The message starts with <paramref name="name"/>.</exception>
    public static void ReadAll(Stream stream, Span<byte> buffer, string name)
    {
        if (ReadAtMost(stream, buffer, name) is var count && count < buffer.Length)
            throw new InvalidDataException($"{name}: the data ends after {count} bytes; expected {buffer.Length}; get the file again.");
        Span<byte> next = stackalloc byte[1];
        if (ReadAtMost(stream, next, name, buffer.Length) > 0)
            throw new InvalidDataException($"{name}: the data goes on after the {buffer.Length} bytes that were expected; get the file again.");
    }

    /// <summary>Fills the buffer as far as the stream goes and returns the number of bytes.</summary>
    /// <param name="before">How many bytes of the content were read before, for messages.</param>
    /// <exception cref="InvalidDataException">The content is damaged. The message starts with <paramref name="name"/>.</exception>
    public static int ReadAtMost(Stream stream, Span<byte> buffer, string name, long before = 0)
    {
        var count = 0;
        try
        {
            while (count < buffer.Length && stream.Read(buffer[count..]) is > 0 and var read) count += read;
            return count;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)   // an IOException where a stream needs a dictionary, among others
        {
            throw new InvalidDataException($"{name}: the compressed data is damaged or cut off after {before + count} bytes of content; get the file again.", e);
        }
    }
}
