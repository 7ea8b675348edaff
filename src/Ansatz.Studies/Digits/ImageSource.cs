using Ansatz.Pictures;

namespace Ansatz.Studies.Digits;

/// <summary>Where arrays have their channels.</summary>
internal enum ChannelOrder
{
    /// <summary>[count, height, width, channels].</summary>
    Last,

    /// <summary>[count, channels, height, width].</summary>
    First,
}

/// <summary>Where images come from, and how they are read.</summary>
/// <param name="Data">The name of a public data set, or the path of a folder or file.</param>
/// <param name="Array">The array of an archive that holds the images; null finds it by its name.</param>
/// <param name="Channels">Where arrays have their channels.</param>
internal sealed record ImageSource(string Data, string? Array = null, ChannelOrder Channels = ChannelOrder.Last)
{
    private static readonly PictureReader pictures = new(new Jpeg());

    public static ValueKind<ChannelOrder> Orders { get; } = new WordsKind<ChannelOrder>(null, ("last", ChannelOrder.Last), ("first", ChannelOrder.First));

    /// <summary>Reads images that are no public data set.</summary>
    /// <param name="note">Told what is passed over.</param>
    public (Dataset Training, Dataset? Test) Read(Action<string> note) =>
        ImageData.Read(Data, new ImageReading { Pictures = pictures, Array = Array, AreChannelsFirst = Channels == ChannelOrder.First, Note = note });
}
