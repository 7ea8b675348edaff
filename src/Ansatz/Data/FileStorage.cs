using System.Buffers;
using Ansatz.Bijectors;
using Ansatz.Formats;

namespace Ansatz.Data;

/// <summary>Examples that stay in a file.</summary>
/// <param name="file">The array; one of its examples is [channels, pixels] or [pixels].</param>
/// <param name="channels">Channels that come before the pixels and are put behind them; 1 leaves the numbers as they are.</param>
/// <param name="areBytes">Whether the numbers are whole numbers from 0 to 255, which are read as value/255.</param>
/// <param name="support">The numbers that an example may hold.</param>
internal sealed class FileStorage(ArrayFile file, int channels, bool areBytes, Support support) : ExampleStorage
{
    private readonly int length = file.ExampleShape.Size;
    private readonly bool areStoredBytes = file.ElementType == "uint8";

    public override int Count => file.Count;

    public override bool IsSlow => true;

    public override bool HasBytes => areBytes;

    public override Support ValueSupport => support;

    public override void CopyTo(int row, Span<float> destination)
    {
        if (areBytes)
        {
            var rented = ArrayPool<byte>.Shared.Rent(length);
            PixelConversion.ToUnit(Bytes(row, rented.AsSpan(0, length)), destination);
            ArrayPool<byte>.Shared.Return(rented);
            return;
        }
        file.CopyTo(row, destination);
        ChannelsLast(destination);
    }

    public override ReadOnlySpan<byte> Bytes(int row, Span<byte> buffer)
    {
        if (areStoredBytes) file.Read(row, buffer);
        else
        {
            var rented = ArrayPool<float>.Shared.Rent(length);
            file.CopyTo(row, rented.AsSpan(0, length));
            for (var i = 0; i < length; i++) buffer[i] = (byte)rented[i];
            ArrayPool<float>.Shared.Return(rented);
        }
        ChannelsLast(buffer);
        return buffer;
    }

    // From [channels, pixels] to [pixels, channels].
    private void ChannelsLast<T>(Span<T> example)
    {
        if (channels == 1) return;
        var first = ArrayPool<T>.Shared.Rent(length);
        example.CopyTo(first);
        ImageLayout.ChannelsLast<T>(first.AsSpan(0, length), example, channels);
        ArrayPool<T>.Shared.Return(first);
    }
}
