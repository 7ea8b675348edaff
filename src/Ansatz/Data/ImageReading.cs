using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>How images are found and read, if <see cref="ImageData"/> cannot know it.</summary>
public sealed record ImageReading
{
    /// <summary>Decodes the pictures of folders: PNG alone unless it is given more decoders.</summary>
    public PictureReader Pictures { get; init; } = PictureReader.Png;

    /// <summary>The array of an archive that holds the images; null finds it by the names that <see cref="NpzImages"/> lists.</summary>
    public string? Array { get; init; }

    /// <summary>Whether arrays are [N, channels, height, width], as PyTorch keeps images; they become [N, height, width, channels].</summary>
    public bool AreChannelsFirst { get; init; }

    /// <summary>
    /// Images of more bytes stay in their file, and are read when they are needed; the bits of every result are the same. The default is a quarter of the memory that the process may use, at most 1 GiB.
    /// A compressed array cannot stay in its file.
    /// </summary>
    public long MostBytesInMemory { get; init; } = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 1L << 30);

    /// <summary>Receives one line about files that were ignored; null receives nothing.</summary>
    public Action<string>? Note { get; init; }
}
