using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>Pictures that are decoded when they are read.</summary>
internal sealed class PictureStorage : ExampleStorage
{
    private readonly string folder;
    private readonly IReadOnlyList<string> files;
    private readonly PictureReader reader;
    private readonly int width, height;

    /// <summary>Decodes every picture once, to check it and to find the number of channels.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="files">Relative to it, one or more.</param>
    /// <param name="reader">Decodes them.</param>
    /// <exception cref="InvalidDataException">A file is damaged, of a kind that cannot be read, or of another size than the first.</exception>
    public PictureStorage(string folder, IReadOnlyList<string> files, PictureReader reader)
    {
        (this.folder, this.files, this.reader) = (folder, files, reader);
        var first = Pictures.Read(folder, files[0], reader);
        (width, height) = (first.Width, first.Height);
        var findings = new Finding[files.Count];
        Pieces.For(files.Count, int.MaxValue / 2, new Check(this, findings));
        if (findings.FirstOrDefault(f => f.Failure is not null).Failure is { } failure) throw failure;
        Channels = findings.All(f => f.IsGray) ? 1 : 3;
    }

    public override int Count => files.Count;

    public override bool IsSlow => true;

    public override bool HasBytes => true;

    public Shape ExampleShape => [height, width, Channels];

    private int Channels { get; }

    public override void CopyTo(int row, Span<float> destination) => PixelConversion.ToUnit(Decode(row), destination);

    public override ReadOnlySpan<byte> Bytes(int row, Span<byte> buffer) => Decode(row);

    private ReadOnlySpan<byte> Decode(int row)
    {
        var image = Pictures.Read(folder, files[row], reader);
        Pictures.RequireSize(image, width, height, folder, files, row);
        if (Channels == 1 && image.Channels != 1) throw new InvalidDataException($"{Path.Combine(folder, files[row])}: the picture is coloured; it was gray when the folder was opened; leave the files unchanged while they are read.");
        return (Channels == 1 ? image : image.ToRgb()).Pixels;
    }

    private readonly record struct Finding(bool IsGray, InvalidDataException? Failure);

    private readonly struct Check(PictureStorage storage, Finding[] findings) : IParallelBody
    {
        public void Invoke(int index)
        {
            try
            {
                var image = Pictures.Read(storage.folder, storage.files[index], storage.reader);
                Pictures.RequireSize(image, storage.width, storage.height, storage.folder, storage.files, index);
                findings[index] = new Finding(image.Channels == 1, null);
            }
            catch (InvalidDataException e)
            {
                findings[index] = new Finding(true, e);
            }
        }
    }
}
