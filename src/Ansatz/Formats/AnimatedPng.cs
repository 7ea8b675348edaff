using System.Buffers.Binary;
using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// Animated Portable Network Graphics: a PNG whose first frame every reader shows. Each further frame is drawn over the frame before it.
/// It is the smallest rectangle that holds all changes, and it is transparent where nothing changed, so that it compresses well.
/// Source: ISO/IEC 15948 (PNG), third edition, clause 11.3.6.
/// </summary>
public static class AnimatedPng
{
    private const int FramesAtOnce = 16;

    /// <summary>Writes an animation to a file.</summary>
    /// <param name="frames">At least one, all RGB and of one size. Read a few at a time.</param>
    /// <param name="delayMilliseconds">How long each frame stays, 1 to 65535.</param>
    /// <param name="loopCount">How often it plays; 0 for ever.</param>
    public static void Write(string path, IEnumerable<Image> frames, int delayMilliseconds, int loopCount = 0) =>
        AtomicFile.Write(path, stream => Write(stream, frames, delayMilliseconds, loopCount));

    /// <summary>The bytes of an animation's file.</summary>
    /// <inheritdoc cref="Write(string, IEnumerable{Image}, int, int)"/>
    public static byte[] Encode(IEnumerable<Image> frames, int delayMilliseconds, int loopCount = 0)
    {
        var stream = new MemoryStream();
        Write(stream, frames, delayMilliseconds, loopCount);
        return stream.ToArray();
    }

    private static void Write(Stream stream, IEnumerable<Image> frames, int delayMilliseconds, int loopCount)
    {
        if (delayMilliseconds is < 1 or > ushort.MaxValue) throw new ArgumentException($"AnimatedPng: {delayMilliseconds} ms a frame; expected 1 to {ushort.MaxValue}.", nameof(delayMilliseconds));
        Image? previous = null;
        var (frameCount, sequence, controlAt) = (0, 0, 0L);
        foreach (var some in frames.Chunk(FramesAtOnce))
        {
            var first = previous ?? some[0];
            foreach (var (i, frame) in some.Index())
                if ((frame.Width, frame.Height, frame.Channels) != (first.Width, first.Height, 3))
                    throw new ArgumentException($"AnimatedPng: frame {frameCount + i} has {frame.Width} × {frame.Height} pixels of {frame.Channels} channels; expected {first.Width} × {first.Height} of 3.", nameof(frames));
            var changes = new (int Left, int Top, Image Image, byte[] Data)[some.Length];
            ForkJoin.For(some.Length, new Changes(previous, some, changes));
            foreach (var (left, top, change, data) in changes)
            {
                if (frameCount == 0)
                {
                    stream.Write(PngEncoder.Signature);
                    PngEncoder.WriteHeader(stream, change);
                    controlAt = stream.Position;
                    WriteControl(stream, 0, loopCount);
                }
                WriteFrameControl(stream, sequence++, left, top, change, delayMilliseconds);
                if (frameCount++ == 0) PngEncoder.WriteChunk(stream, "IDAT", data);
                else PngEncoder.WriteChunk(stream, "fdAT", [.. BigEndian(sequence++), .. data]);
            }
            previous = some[^1];
        }
        if (frameCount == 0) throw new ArgumentException("AnimatedPng: no frames; expected at least one.", nameof(frames));
        PngEncoder.WriteChunk(stream, "IEND", []);
        // The count comes first in the file and is known last.
        stream.Position = controlAt;
        WriteControl(stream, frameCount, loopCount);
        stream.Position = stream.Length;
    }

    /// <summary>The changes of each frame against the frame before it, compressed.</summary>
    private readonly struct Changes(Image? previous, Image[] frames, (int Left, int Top, Image Image, byte[] Data)[] changes) : IParallelBody
    {
        public void Invoke(int index)
        {
            var (left, top, image) = Change(index == 0 ? previous : frames[index - 1], frames[index]);
            changes[index] = (left, top, image, PngEncoder.Compress(image));
        }
    }

    private static void WriteControl(Stream stream, int frameCount, int loopCount) =>
        PngEncoder.WriteChunk(stream, "acTL", [.. BigEndian(frameCount), .. BigEndian(loopCount)]);

    private static void WriteFrameControl(Stream stream, int sequence, int left, int top, Image change, int delayMilliseconds)
    {
        const int Milliseconds = 1000, Keep = 0, LayOver = 1;
        PngEncoder.WriteChunk(stream, "fcTL",
        [
            .. BigEndian(sequence), .. BigEndian(change.Width), .. BigEndian(change.Height), .. BigEndian(left), .. BigEndian(top),
            (byte)(delayMilliseconds >> 8), (byte)delayMilliseconds, Milliseconds >> 8, Milliseconds & 0xFF, Keep, LayOver,
        ]);
    }

    /// <summary>The part that is drawn over the previous frame, and its place.</summary>
    private static (int Left, int Top, Image Change) Change(Image? previous, Image frame)
    {
        var (left, top, width, height) = Difference(previous, frame);
        var change = new Image(width, height, 4);
        for (var y = 0; y < height; y++)
        {
            ReadOnlySpan<byte> now = frame.Row(top + y).Slice(3 * left, 3 * width);
            ReadOnlySpan<byte> before = previous is null ? [] : previous.Row(top + y).Slice(3 * left, 3 * width);
            var row = change.Row(y);
            for (var x = 0; x < width; x++)
            {
                var pixel = now.Slice(3 * x, 3);
                if (previous is not null && pixel.SequenceEqual(before.Slice(3 * x, 3))) continue;
                pixel.CopyTo(row[(4 * x)..]);
                row[4 * x + 3] = 255;
            }
        }
        return (left, top, change);
    }

    /// <summary>The smallest rectangle that holds every changed pixel; one pixel if nothing changed, the whole image for the first frame.</summary>
    private static (int Left, int Top, int Width, int Height) Difference(Image? previous, Image frame)
    {
        if (previous is null) return (0, 0, frame.Width, frame.Height);
        var (left, right, top, bottom) = (int.MaxValue, -1, int.MaxValue, -1);
        for (var y = 0; y < frame.Height; y++)
        {
            ReadOnlySpan<byte> before = previous.Row(y), now = frame.Row(y);
            var same = before.CommonPrefixLength(now);
            if (same == now.Length) continue;
            var last = now.Length - 1;
            while (before[last] == now[last]) last--;
            (left, right) = (Math.Min(left, same / 3), Math.Max(right, last / 3));
            (top, bottom) = (Math.Min(top, y), y);
        }
        return right < 0 ? (0, 0, 1, 1) : (left, top, right - left + 1, bottom - top + 1);
    }

    private static byte[] BigEndian(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
