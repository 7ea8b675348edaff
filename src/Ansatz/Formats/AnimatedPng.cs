using System.Buffers.Binary;

namespace Ansatz.Formats;

/// <summary>
/// Animated Portable Network Graphics: a PNG whose first frame every reader shows and whose further frames replace the
/// rectangle in which they differ from the one before. Source: ISO/IEC 15948 (PNG), third edition, clause 11.3.6.
/// </summary>
public static class AnimatedPng
{
    /// <summary>Writes an animation to a file.</summary>
    /// <param name="frames">At least one; all of the first one's size and channels. Read one at a time.</param>
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
        if (delayMilliseconds is < 1 or > ushort.MaxValue) throw new ArgumentException($"AnimatedPng: {delayMilliseconds} ms a frame; expected 1 to {ushort.MaxValue}.");
        Image? previous = null;
        var (frameCount, sequence, controlAt) = (0, 0, 0L);
        foreach (var frame in frames)
        {
            if (previous is null)
            {
                stream.Write(PngEncoder.Signature);
                PngEncoder.WriteHeader(stream, frame);
                controlAt = stream.Position;
                WriteControl(stream, 0, loopCount);
            }
            else if ((frame.Width, frame.Height, frame.Channels) != (previous.Width, previous.Height, previous.Channels))
            {
                throw new ArgumentException($"AnimatedPng: frame {frameCount} has {frame.Width} × {frame.Height} × {frame.Channels} bytes, the first {previous.Width} × {previous.Height} × {previous.Channels}; all must be alike.");
            }
            var (left, top, width, height) = Difference(previous, frame);
            WriteFrameControl(stream, sequence++, left, top, width, height, delayMilliseconds);
            var data = PngEncoder.Compress(frame, left, top, width, height);
            if (previous is null) PngEncoder.WriteChunk(stream, "IDAT", data);
            else PngEncoder.WriteChunk(stream, "fdAT", [.. BigEndian(sequence++), .. data]);
            previous = frame;
            frameCount++;
        }
        if (frameCount == 0) throw new ArgumentException("AnimatedPng: no frames; expected at least one.");
        PngEncoder.WriteChunk(stream, "IEND", []);
        // The count comes first in the file and is known last.
        stream.Position = controlAt;
        WriteControl(stream, frameCount, loopCount);
        stream.Position = stream.Length;
    }

    private static void WriteControl(Stream stream, int frameCount, int loopCount) =>
        PngEncoder.WriteChunk(stream, "acTL", [.. BigEndian(frameCount), .. BigEndian(loopCount)]);

    private static void WriteFrameControl(Stream stream, int sequence, int left, int top, int width, int height, int delayMilliseconds)
    {
        const int Milliseconds = 1000, Keep = 0, Replace = 0;
        PngEncoder.WriteChunk(stream, "fcTL",
        [
            .. BigEndian(sequence), .. BigEndian(width), .. BigEndian(height), .. BigEndian(left), .. BigEndian(top),
            (byte)(delayMilliseconds >> 8), (byte)delayMilliseconds, Milliseconds >> 8, Milliseconds & 0xFF, Keep, Replace,
        ]);
    }

    /// <summary>The smallest rectangle that holds every changed pixel; one pixel where nothing changed, all where nothing was before.</summary>
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
            (left, right) = (Math.Min(left, same / frame.Channels), Math.Max(right, last / frame.Channels));
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
