using Ansatz.Data;
using Ansatz.Formats;
using Ansatz.Pictures;

namespace Ansatz.Studies.Digits;

/// <summary>Where images come from, and how they are read.</summary>
/// <param name="Data">The name of a public data set, or the path of a folder or file.</param>
/// <param name="Array">The array of an archive that holds the images; null finds it by its name.</param>
/// <param name="Channels">"last" or "first": where arrays have their channels.</param>
internal sealed record ImageSource(string Data, string? Array = null, string Channels = ImageSource.Last)
{
    public const string Last = "last", First = "first";

    private static readonly PictureReader pictures = new(new Jpeg());

    /// <summary>Reads images that are no public data set.</summary>
    /// <param name="note">Told what is passed over.</param>
    public (Dataset Training, Dataset? Test) Read(Action<string> note) =>
        ImageData.Read(Data, new ImageReading { Pictures = pictures, Array = Array, AreChannelsFirst = Channels == First, Note = note });
}
