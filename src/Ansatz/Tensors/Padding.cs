namespace Ansatz.Tensors;

/// <summary>
/// The zeros around an image in a convolution, and what a transposed convolution crops. "Same" gives ⌈n/s⌉ outputs per dimension:
/// total = max((⌈n/s⌉ − 1)·s + k − n, 0), before = ⌊total/2⌋. "Valid" pads nothing. Explicit padding puts the same number of zeros on every side.
/// </summary>
public readonly record struct Padding
{
    private enum Rule { Same, Valid, Explicit }

    private readonly Rule rule;
    private readonly int size;

    private Padding(Rule rule, int size) => (this.rule, this.size) = (rule, size);

    public static Padding Same => new(Rule.Same, 0);

    public static Padding Valid => new(Rule.Valid, 0);

    /// <param name="size">Zeros before and after, 0 or more.</param>
    public static Padding Explicit(int size) =>
        size >= 0 ? new Padding(Rule.Explicit, size) : throw new ArgumentOutOfRangeException(nameof(size), $"Padding: found {size}; expected 0 or more.");

    public override string ToString() => rule == Rule.Explicit ? $"{size}" : rule == Rule.Same ? "same" : "valid";

    /// <summary>The geometry of a convolution of x [N, H, W, Cin] with w [kh, kw, Cin, Cout].</summary>
    internal ConvolutionGeometry Geometry(Shape x, Shape w, int stride)
    {
        CheckWindow("Conv2D", w, stride);
        var (height, top) = Forward(x[1], w[0], stride);
        var (width, left) = Forward(x[2], w[1], stride);
        return Checked("Conv2D", x, w, stride, x[1], x[2], height, width, top, left);
    }

    /// <summary>
    /// The geometry of a transposed convolution of x [N, H, W, Cin] with w [kh, kw, Cout, Cin], given as that of the convolution whose adjoint it is:
    /// the convolution's output has x's shape, and its input is the larger image.
    /// </summary>
    internal ConvolutionGeometry TransposedGeometry(Shape x, Shape w, int stride, int? outputPadding)
    {
        CheckWindow("Conv2DTranspose", w, stride);
        if (outputPadding < 0) throw new ArgumentException($"Conv2DTranspose: found output padding {outputPadding}, expected 0 or more.", nameof(outputPadding));
        var (height, top) = Transposed(x[1], w[0], stride, outputPadding);
        var (width, left) = Transposed(x[2], w[1], stride, outputPadding);
        return Checked("Conv2DTranspose", x, w, stride, height, width, x[1], x[2], top, left);
    }

    private static void CheckWindow(string operation, Shape w, int stride)
    {
        if (stride < 1) throw new ArgumentException($"{operation}: found stride {stride}, expected 1 or more.", nameof(stride));
        if (w[0] < 1 || w[1] < 1) throw new ArgumentException($"{operation}: the weight {w} has no taps; expected a kernel of 1 × 1 or more.", nameof(w));
    }

    // The kernels count pixels of an image in int. Three sides of at most this length add up without overflow.
    private const long MostPixelsPerSide = 1 << 29;

    // All sizes are computed in long before any of them becomes an int.
    private ConvolutionGeometry Checked(
        string operation, Shape x, Shape w, int stride, long inputHeight, long inputWidth, long outputHeight, long outputWidth, long top, long left)
    {
        long paddedHeight = Math.Max((outputHeight - 1) * stride + w[0], top + inputHeight), paddedWidth = Math.Max((outputWidth - 1) * stride + w[1], left + inputWidth);
        // The adjoint reads the smaller image with zeros around it, one pixel per stride.
        long sourceHeight = (paddedHeight + w[0]) / stride + 2, sourceWidth = (paddedWidth + w[1]) / stride + 2;
        if (Math.Max(Math.Max(paddedHeight, paddedWidth), stride) > MostPixelsPerSide
            || (Int128)paddedHeight * paddedWidth * Math.Max(w[2], 1) > Tensor.MostElements || (Int128)sourceHeight * sourceWidth * Math.Max(w[3], 1) > Tensor.MostElements)
            throw new ArgumentException(
                $"{operation}: x {x}, weight {w}, stride {stride} and padding {this} need images of {paddedHeight} × {paddedWidth} pixels, zeros included; expected sides and a stride of at most {MostPixelsPerSide} and at most {Tensor.MostElements} numbers per image.", nameof(x));
        return new ConvolutionGeometry(
            x[0], (int)inputHeight, (int)inputWidth, w[2], (int)outputHeight, (int)outputWidth, w[3], w[0], w[1], stride, (int)top, (int)left);
    }

    private (long Length, long Before) Forward(long n, long k, int stride)
    {
        var length = rule switch
        {
            Rule.Same => (n + stride - 1) / stride,
            Rule.Valid => (n - k) / stride + 1,
            _ => (n + 2L * size - k) / stride + 1,
        };
        if (n + 2L * size < k && rule != Rule.Same)
            throw new ArgumentException($"Conv2D: the kernel's length {k} exceeds the padded image's {n + 2L * size}.", nameof(k));
        return (length, rule switch { Rule.Same => Math.Max((length - 1) * stride + k - n, 0) / 2, Rule.Valid => 0, _ => size });
    }

    // Without output padding "same" gives n·s and "valid" n·s + max(k − s, 0); with it, the length is (n − 1)·s + k + extra, less ⌊k/2⌋ per side for "same".
    private (long Length, long Before) Transposed(long n, long k, int stride, int? outputPadding)
    {
        var length = (rule, outputPadding) switch
        {
            (Rule.Same, null) => n * stride,
            (Rule.Valid, null) => n * stride + Math.Max(k - stride, 0),
            (Rule.Same, { } extra) => (n - 1) * stride + k - 2 * (k / 2) + extra,
            (Rule.Valid, { } extra) => (n - 1) * stride + k + extra,
            (_, var extra) => (n - 1) * stride + k - 2L * size + (extra ?? 0),
        };
        if (length < 1)
            throw new ArgumentException($"Conv2DTranspose: padding {this} and output padding {outputPadding ?? 0} leave nothing of {n} pixels, kernel {k}, stride {stride}.", nameof(outputPadding));
        return (length, rule switch { Rule.Same => Math.Max((n - 1) * stride + k - length, 0) / 2, Rule.Valid => 0, _ => size });
    }
}
