using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

internal static partial class OpZoo
{
    private static IEnumerable<OpRow> Images() =>
    [
        Convolve("Convolve, same", Padding.Same, 1, 1),
        Convolve("Convolve, same, stride 2, leaky", Padding.Same, 2, 0.1f),
        Convolve("Convolve, same, stride 3", Padding.Same, 3, 1),
        Convolve("Convolve, valid", Padding.Valid, 1, 1),
        Convolve("Convolve, valid, stride 2", Padding.Valid, 2, 1),
        Convolve("Convolve, padding 1, stride 2, rectified", Padding.Explicit(1), 2, 0),
        Convolve("Convolve, padding 2", Padding.Explicit(2), 1, 1),
        ConvolveTransposed("ConvolveTransposed, same", Padding.Same, 1, null, 1),
        ConvolveTransposed("ConvolveTransposed, same, stride 2, leaky", Padding.Same, 2, null, 0.1f),
        ConvolveTransposed("ConvolveTransposed, same, stride 2, output padding 1", Padding.Same, 2, 1, 1),
        ConvolveTransposed("ConvolveTransposed, valid", Padding.Valid, 1, null, 1),
        ConvolveTransposed("ConvolveTransposed, valid, stride 2", Padding.Valid, 2, null, 1),
        ConvolveTransposed("ConvolveTransposed, valid, stride 2, output padding 1", Padding.Valid, 2, 1, 1),
        ConvolveTransposed("ConvolveTransposed, padding 1, stride 2, output padding 1", Padding.Explicit(1), 2, 1, 0),
    ];

    // x [N, H, W, Cin], w [kh, kw, Cin, Cout], b [Cout].
    private static OpRow Convolve(string name, Padding padding, int stride, float slope) =>
        new(name, x => x[0].Convolve(x[1], x.Length > 2 ? x[2] : null, stride, padding, slope), x => Convolve(x, padding, stride, slope))
        {
            Cases =
            [
                [[1, 3, 3, 1], [3, 3, 1, 1], [1]], [[2, 5, 4, 2], [3, 3, 2, 3]], [[2, 7, 6, 3], [4, 4, 3, 2], [2]], [[1, 6, 5, 2], [1, 1, 2, 5], [5]],
                [[3, 8, 9, 5], [3, 2, 5, 17], [17]], [[2, 12, 12, 33], [3, 3, 33, 34], [34]], [[2, 5, 5, 1], [5, 5, 1, 2], [2]],
            ],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 16, // in Winograd's squares a corner, a sum of few terms, has the error of its neighbours
            Magnitude = x => Convolve([.. x.Select(v => v.Map(Math.Abs))], padding, stride, 1),
            Batched = [true, false, false],
        };

    // x [N, H, W, Cin], w [kh, kw, Cout, Cin], b [Cout].
    private static OpRow ConvolveTransposed(string name, Padding padding, int stride, int? outputPadding, float slope) =>
        new(name, x => x[0].ConvolveTransposed(x[1], x.Length > 2 ? x[2] : null, stride, padding, outputPadding, slope),
            x => ConvolveTransposed(x, padding, stride, outputPadding, slope))
        {
            Cases =
            [
                [[1, 2, 2, 1], [3, 3, 1, 1], [1]], [[2, 3, 4, 2], [3, 3, 3, 2]], [[2, 4, 3, 3], [4, 4, 2, 3], [2]], [[3, 3, 3, 17], [3, 3, 5, 17], [5]],
                [[2, 5, 6, 33], [4, 4, 20, 33], [20]],
            ],
            Domains = [Domain.Reals, Domain.Reals, Domain.Reals],
            Ulps = 6,
            Magnitude = x => ConvolveTransposed([.. x.Select(v => v.Map(Math.Abs))], padding, stride, outputPadding, 1),
            Batched = [true, false, false],
        };

    /// <summary>The number of outputs along n inputs and the zeros before them.</summary>
    private static (int Count, int Before) Extent(Padding padding, int n, int kernel, int stride)
    {
        if (padding == Padding.Valid) return ((n - kernel) / stride + 1, 0);
        if (padding != Padding.Same) return ((n + 2 * int.Parse(padding.ToString()) - kernel) / stride + 1, int.Parse(padding.ToString()));
        var count = (int)Math.Ceiling(n / (double)stride);
        return (count, Math.Max((count - 1) * stride + kernel - n, 0) / 2);
    }

    private static Doubles Convolve(Doubles[] x, Padding padding, int stride, double slope)
    {
        Shape s = x[0].Shape, w = x[1].Shape;
        var (height, top) = Extent(padding, s[1], w[0], stride);
        var (width, left) = Extent(padding, s[2], w[1], stride);
        return Doubles.Build([s[0], height, width, w[3]], i =>
        {
            var sum = x.Length > 2 ? x[2][i[3]] : 0;
            for (var u = 0; u < w[0]; u++)
                for (var v = 0; v < w[1]; v++)
                {
                    int row = stride * i[1] + u - top, column = stride * i[2] + v - left;
                    if (row < 0 || row >= s[1] || column < 0 || column >= s[2]) continue;
                    for (var c = 0; c < w[2]; c++) sum += x[0][i[0], row, column, c] * x[1][u, v, c, i[3]];
                }
            return sum < 0 ? slope * sum : sum;
        });
    }

    /// <summary>Keras' output lengths; what is cropped before is what the convolution back from that length would pad before.</summary>
    private static (int Count, int Before) TransposedExtent(Padding padding, int n, int kernel, int stride, int? outputPadding)
    {
        if (padding != Padding.Valid && padding != Padding.Same)
        {
            var size = int.Parse(padding.ToString());
            return ((n - 1) * stride + kernel - 2 * size + (outputPadding ?? 0), size);
        }
        var crop = padding == Padding.Same ? kernel / 2 : 0;
        var count = outputPadding is { } extra ? (n - 1) * stride + kernel - 2 * crop + extra
            : padding == Padding.Same ? n * stride : n * stride + Math.Max(kernel - stride, 0);
        return (count, padding == Padding.Valid ? 0 : Extent(Padding.Same, count, kernel, stride).Before);
    }

    private static Doubles ConvolveTransposed(Doubles[] x, Padding padding, int stride, int? outputPadding, double slope)
    {
        Shape s = x[0].Shape, w = x[1].Shape;
        var (height, top) = TransposedExtent(padding, s[1], w[0], stride, outputPadding);
        var (width, left) = TransposedExtent(padding, s[2], w[1], stride, outputPadding);
        var y = Doubles.Build([s[0], height, width, w[2]], i => x.Length > 2 ? x[2][i[3]] : 0);
        Doubles.Build(s, i =>
        {
            for (var u = 0; u < w[0]; u++)
                for (var v = 0; v < w[1]; v++)
                {
                    int row = stride * i[1] + u - top, column = stride * i[2] + v - left;
                    if (row < 0 || row >= height || column < 0 || column >= width) continue;
                    for (var o = 0; o < w[2]; o++) y[i[0], row, column, o] += x[0][i] * x[1][u, v, o, i[3]];
                }
            return 0;
        });
        return y.Map(v => v < 0 ? slope * v : v);
    }
}
