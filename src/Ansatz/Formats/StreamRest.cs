namespace Ansatz.Formats;

/// <summary>The content of a stream from its position to its end. Its length bounds the lengths in a file's header before memory is allocated for them.</summary>
internal static class StreamRest
{
    private const int BlockLength = 1 << 16;

    /// <summary>A stream whose length is known: the stream itself if it can seek, else a copy in memory.</summary>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The copy does not fit into an array.</exception>
    public static Stream OfKnownLength(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return stream.CanSeek ? stream : Copy(stream, name);
    }

    /// <summary>A copy in memory. The memory grows with the bytes that arrive, so that a stream cannot claim more than it delivers.</summary>
    /// <param name="name">What messages call the stream.</param>
    /// <exception cref="InvalidDataException">The copy does not fit into an array.</exception>
    public static MemoryStream Copy(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var copy = new MemoryStream();
        var block = new byte[BlockLength];
        for (int count; (count = stream.Read(block)) > 0;)
        {
            if (copy.Length + count > Array.MaxLength) throw new InvalidDataException($"{name}: the stream has more than {Array.MaxLength} bytes; expected no more; read it from a file.");
            copy.Write(block, 0, count);
        }
        copy.Position = 0;
        return copy;
    }
}
