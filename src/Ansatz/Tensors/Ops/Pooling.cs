namespace Ansatz.Tensors;

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>
        /// The largest value of each window, x [N, H, W, C] → [N, ⌊H/size⌋, ⌊W/size⌋, C]: windows do not overlap, and pixels that fill no window are left out.
        /// The gradient goes to a window's first largest value.
        /// </summary>
        public Tensor MaxPool2D(int size) => Windows(nameof(MaxPool2D), x, size).Max(4).Max(2);

        /// <summary>The mean of each window, x [N, H, W, C] → [N, ⌊H/size⌋, ⌊W/size⌋, C]: windows do not overlap, and pixels that fill no window are left out.</summary>
        public Tensor AveragePool2D(int size) => Windows(nameof(AveragePool2D), x, size).Sum(4).Sum(2) / ((float)size * size);

        /// <summary>Each pixel as a square of factor × factor pixels, x [N, H, W, C] → [N, factor·H, factor·W, C].</summary>
        public Tensor UpsampleNearest2D(int factor)
        {
            if (x.Rank != 4 || factor < 1) throw new ArgumentException($"UpsampleNearest2D: found shape {x.Shape} and factor {factor}, expected [N, H, W, C] and 1 or more.", factor < 1 ? nameof(factor) : nameof(x));
            int n = x.Shape[0], h = x.Shape[1], w = x.Shape[2], c = x.Shape[3];
            return x.Reshape([n, h, 1, w, 1, c]).BroadcastTo([n, h, factor, w, factor, c]).Reshape([n, Enlarged(h, factor), Enlarged(w, factor), c]);
        }
    }

    private static int Enlarged(int length, int factor) => (long)length * factor <= Tensor.MostElements
        ? length * factor
        : throw new ArgumentException($"UpsampleNearest2D: {length} pixels times factor {factor} are more than {Tensor.MostElements}.", nameof(factor));

    // [N, rows, size, columns, size, C].
    private static Tensor Windows(string operation, Tensor x, int size)
    {
        if (x.Rank != 4 || size < 1 || x.Shape[1] < size || x.Shape[2] < size)
            throw new ArgumentException($"{operation}: found shape {x.Shape} and size {size}, expected [N, H, W, C] and 1 to the lesser of H and W.", nameof(size));
        int rows = x.Shape[1] / size, columns = x.Shape[2] / size;
        return x.Slice(1, 0, rows * size).Slice(2, 0, columns * size).Reshape([x.Shape[0], rows, size, columns, size, x.Shape[3]]);
    }
}
