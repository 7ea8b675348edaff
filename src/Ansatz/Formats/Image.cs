using Ansatz.Tensors;

namespace Ansatz.Formats;

/// <summary>
/// An 8-bit image. Rows run from the top, channels come last: pixel (x, y) starts at (y · Width + x) · Channels.
/// Channels: 1 gray, 2 gray and alpha, 3 red green blue, 4 red green blue alpha.
/// </summary>
public sealed class Image
{
    private readonly byte[] pixels;

    /// <summary>A black image (transparent if it has an alpha channel).</summary>
    /// <exception cref="ArgumentException">A side is not positive, or the channels are not 1 to 4.</exception>
    public Image(int width, int height, int channels)
    {
        if (width < 1 || height < 1) throw new ArgumentException($"Image: {width} × {height} pixels; both sides must be at least 1.", nameof(width));
        if (channels is < 1 or > 4) throw new ArgumentException($"Image: {channels} channels; expected 1 (gray), 2 (gray, alpha), 3 (RGB) or 4 (RGBA).", nameof(channels));
        if ((long)width * height * channels > Array.MaxLength) throw new ArgumentException($"Image: {width} × {height} × {channels} bytes are more than an array holds.", nameof(width));
        (Width, Height, Channels) = (width, height, channels);
        pixels = new byte[width * height * channels];
    }

    /// <summary>An image with a copy of <paramref name="pixels"/>.</summary>
    /// <param name="pixels">height · width · channels bytes.</param>
    public Image(int width, int height, int channels, ReadOnlySpan<byte> pixels) : this(width, height, channels)
    {
        RequireLength(pixels.Length);
        pixels.CopyTo(this.pixels);
    }

    /// <summary>An image of values in [0, 1], each rounded to the nearest multiple of 1/255; values outside are clamped, NaN is black.</summary>
    /// <param name="values">height · width · channels numbers.</param>
    public Image(int width, int height, int channels, ReadOnlySpan<float> values) : this(width, height, channels)
    {
        RequireLength(values.Length);
        for (var i = 0; i < values.Length; i++)
            pixels[i] = values[i] > 0 ? (byte)(Math.Min(values[i], 1f) * 255f + 0.5f) : (byte)0;
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; }

    /// <summary>The bytes themselves: writing to them changes the image.</summary>
    public Span<byte> Pixels => pixels;

    /// <summary>The bytes of row <paramref name="y"/>, 0 at the top.</summary>
    public Span<byte> Row(int y) => pixels.AsSpan(y * Width * Channels, Width * Channels);

    /// <summary>The image as red, green and blue: gray is repeated, and transparent parts are drawn over white.</summary>
    public Image ToRgb()
    {
        var opaque = ToOpaque();
        if (opaque.Channels == 3) return opaque;
        var rgb = new Image(Width, Height, 3);
        for (var i = 0; i < opaque.pixels.Length; i++) rgb.pixels.AsSpan(3 * i, 3).Fill(opaque.pixels[i]);
        return rgb;
    }

    /// <summary>The image without an alpha channel: transparent parts are drawn over white, and gray stays one channel.</summary>
    public Image ToOpaque()
    {
        if (Channels is 1 or 3) return this;
        var opaque = new Image(Width, Height, Channels - 1);
        for (var i = 0; i < Width * Height; i++)
        {
            var pixel = pixels.AsSpan(i * Channels, Channels);
            var alpha = pixel[^1];
            for (var c = 0; c < opaque.Channels; c++)
                opaque.pixels[i * opaque.Channels + c] = (byte)((pixel[c] * alpha + 255 * (255 - alpha) + 127) / 255);
        }
        return opaque;
    }

    /// <summary>A smaller image: each pixel is the mean over a square of pixels, rounded. The last row and column of squares may be smaller than the others.</summary>
    /// <param name="factor">The side of the square, 1 or more.</param>
    public Image Reduce(int factor)
    {
        if (factor < 1) throw new ArgumentOutOfRangeException(nameof(factor), $"Image: reduced by {factor}; expected 1 or more.");
        var reduced = new Image((Width + factor - 1) / factor, (Height + factor - 1) / factor, Channels);
        for (var y = 0; y < reduced.Height; y++)
            for (var x = 0; x < reduced.Width; x++)
                for (var c = 0; c < Channels; c++) reduced.Row(y)[x * Channels + c] = Mean(x * factor, y * factor, factor, c);
        return reduced;
    }

    /// <summary>Copies an image into this RGB one, its upper left corner at (left, top), each pixel as a square of <paramref name="magnification"/>.</summary>
    /// <exception cref="ArgumentException">It does not fit within.</exception>
    public void Place(Image image, int left, int top, int magnification = 1)
    {
        var (width, height) = (image.Width * magnification, image.Height * magnification);
        if (Channels != 3 || left < 0 || top < 0 || left + width > Width || top + height > Height)
            throw new ArgumentException($"Image: {width} × {height} pixels at ({left}, {top}) do not fit {Width} × {Height} pixels of {Channels} channels; expected room and 3 channels.", nameof(image));
        var source = image.ToRgb();
        for (var y = 0; y < height; y++)
        {
            var to = Row(top + y).Slice(3 * left, 3 * width);
            if (y % magnification > 0)
            {
                Row(top + y - 1).Slice(3 * left, 3 * width).CopyTo(to);
                continue;
            }
            var from = source.Row(y / magnification);
            for (var x = 0; x < width; x++) from.Slice(x / magnification * 3, 3).CopyTo(to[(3 * x)..]);
        }
    }

    /// <summary>The images of a batch of values in [0, 1].</summary>
    /// <param name="shape">[count, height, width, channels], or [count, height, width] for gray.</param>
    public static Image[] Batch(Shape shape, ReadOnlySpan<float> values) =>
        Batch(shape, values, static (width, height, channels, part) => new Image(width, height, channels, part));

    /// <summary>The images of a batch of bytes.</summary>
    /// <param name="shape">[count, height, width, channels], or [count, height, width] for gray.</param>
    public static Image[] Batch(Shape shape, ReadOnlySpan<byte> pixels) =>
        Batch(shape, pixels, static (width, height, channels, part) => new Image(width, height, channels, part));

    private static Image[] Batch<T>(Shape shape, ReadOnlySpan<T> values, Func<int, int, int, ReadOnlySpan<T>, Image> create)
    {
        if (shape.Rank is not (3 or 4) || shape.Size != values.Length)
            throw new ArgumentException($"Image: {values.Length} values of shape {shape}; expected [count, height, width, channels].", nameof(values));
        var images = new Image[shape[0]];
        for (var i = 0; i < images.Length; i++)
        {
            var length = values.Length / images.Length;
            images[i] = create(shape[2], shape[1], shape.Rank == 4 ? shape[3] : 1, values.Slice(i * length, length));
        }
        return images;
    }

    private byte Mean(int left, int top, int side, int channel)
    {
        int right = Math.Min(left + side, Width), bottom = Math.Min(top + side, Height);
        long sum = 0, count = (long)(right - left) * (bottom - top);
        for (var y = top; y < bottom; y++)
        {
            var row = Row(y);
            for (var x = left; x < right; x++) sum += row[x * Channels + channel];
        }
        return (byte)((2 * sum + count) / (2 * count));
    }

    private void RequireLength(int length)
    {
        if (length != pixels.Length)
            throw new ArgumentException($"Image: {length} values for {Width} × {Height} pixels of {Channels} channels; expected {pixels.Length}.", nameof(length));
    }
}
