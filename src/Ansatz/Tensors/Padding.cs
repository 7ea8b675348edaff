namespace Ansatz.Tensors;

/// <summary>
/// The zeros around an image in a convolution, and what a transposed convolution crops. "Same" gives ⌈n/s⌉ outputs a dimension:
/// total = max((⌈n/s⌉ − 1)·s + k − n, 0), before = ⌊total/2⌋. "Valid" pads nothing. Explicit padding puts as many on every side.
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
        size >= 0 ? new Padding(Rule.Explicit, size) : throw new ArgumentOutOfRangeException(nameof(size), size, "Padding: expected 0 or more.");

    public override string ToString() => rule == Rule.Explicit ? $"{size}" : rule == Rule.Same ? "same" : "valid";

    /// <summary>The geometry of a convolution of x [N, H, W, Cin] with w [kh, kw, Cin, Cout].</summary>
    internal ConvolutionGeometry Geometry(Shape x, Shape w, int stride)
    {
        var (height, top) = Forward(x[1], w[0], stride);
        var (width, left) = Forward(x[2], w[1], stride);
        return new ConvolutionGeometry(x[0], x[1], x[2], w[2], height, width, w[3], w[0], w[1], stride, top, left);
    }

    /// <summary>
    /// The geometry of the convolution of which a transposed convolution of x [N, H, W, Cin] with w [kh, kw, Cout, Cin] is the adjoint:
    /// its output is x's shape, its input the larger image.
    /// </summary>
    internal ConvolutionGeometry TransposedGeometry(Shape x, Shape w, int stride, int? outputPadding)
    {
        var (height, top) = Transposed(x[1], w[0], stride, outputPadding);
        var (width, left) = Transposed(x[2], w[1], stride, outputPadding);
        return new ConvolutionGeometry(x[0], height, width, w[2], x[1], x[2], w[3], w[0], w[1], stride, top, left);
    }

    private (int Length, int Before) Forward(int n, int k, int stride)
    {
        if (stride < 1) throw new ArgumentException($"Conv2D: found stride {stride}, expected 1 or more.");
        var length = rule switch
        {
            Rule.Same => (n + stride - 1) / stride,
            Rule.Valid => (n - k) / stride + 1,
            _ => (n + 2 * size - k) / stride + 1,
        };
        if (n + 2 * size < k && rule != Rule.Same)
            throw new ArgumentException($"Conv2D: the kernel's length {k} exceeds the padded image's {n + 2 * size}.");
        return (length, rule switch { Rule.Same => Math.Max((length - 1) * stride + k - n, 0) / 2, Rule.Valid => 0, _ => size });
    }

    // Without output padding "same" gives n·s and "valid" n·s + max(k − s, 0); with it, (n − 1)·s + k + extra less ⌊k/2⌋ a side for "same".
    private (int Length, int Before) Transposed(int n, int k, int stride, int? outputPadding)
    {
        if (stride < 1) throw new ArgumentException($"Conv2DTranspose: found stride {stride}, expected 1 or more.");
        var length = (rule, outputPadding) switch
        {
            (Rule.Same, null) => n * stride,
            (Rule.Valid, null) => n * stride + Math.Max(k - stride, 0),
            (Rule.Same, { } extra) => (n - 1) * stride + k - 2 * (k / 2) + extra,
            (Rule.Valid, { } extra) => (n - 1) * stride + k + extra,
            (_, var extra) => (n - 1) * stride + k - 2 * size + (extra ?? 0),
        };
        if (length < 1)
            throw new ArgumentException($"Conv2DTranspose: padding {this} and output padding {outputPadding ?? 0} leave nothing of {n} pixels, kernel {k}, stride {stride}.");
        return (length, rule switch { Rule.Same => Math.Max((n - 1) * stride + k - length, 0) / 2, Rule.Valid => 0, _ => size });
    }
}
