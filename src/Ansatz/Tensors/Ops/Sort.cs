using System.Buffers;

namespace Ansatz.Tensors;

/// <summary>
/// y[o, k, i] = x[o, p(k), i], in which the order p sorts the elements along the middle dimension. Equal elements keep their order, so p is unique.
/// Backward: gx[o, p(k), i] = g[o, k, i].
/// </summary>
/// <remarks>Each element becomes a key of 64 bits, its order in the upper half and its position in the lower. Backward sorts again instead of keeping p.</remarks>
internal sealed unsafe class Sort(AxisSplit middle, bool descending) : Op
{
    public AxisSplit Split => middle;

    public bool IsDescending => descending;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(inputs[0].Shape, tape);
        Run(inputs[0].Span, inputs[0].Span, y.Span, isBackward: false);
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Output.Shape);
        Run(step.Input(0).Span, step.Gradient.Span, gx.Span, isBackward: true);
        step.Add(0, gx);
    }

    private void Run(ReadOnlySpan<float> x, ReadOnlySpan<float> from, Span<float> to, bool isBackward)
    {
        fixed (float* keys = x, source = from, target = to)
            Pieces.For(middle.Outer * middle.Inner, middle.Count, new Rows(middle.Count, middle.Inner, descending, isBackward, keys, source, target));
    }

    private readonly struct Rows(int count, int inner, bool descending, bool isBackward, float* x, float* from, float* to) : IParallelBody
    {
        public void Invoke(int index)
        {
            var start = (long)(index / inner) * count * inner + index % inner;
            var rented = ArrayPool<ulong>.Shared.Rent(count);
            var keys = rented.AsSpan(0, count);
            for (var n = 0; n < count; n++) keys[n] = (ulong)Order(x[start + (long)n * inner]) << 32 | (uint)n;
            keys.Sort();
            for (var k = 0; k < count; k++)
            {
                long sorted = start + (long)k * inner, original = start + (uint)keys[k] * (long)inner;
                to[isBackward ? original : sorted] = from[isBackward ? sorted : original];
            }
            ArrayPool<ulong>.Shared.Return(rented);
        }

        /// <summary>An integer that is larger for a larger float; −0 counts as 0, and NaN is larger than every number.</summary>
        private uint Order(float value)
        {
            var bits = BitConverter.SingleToUInt32Bits(value == 0 ? 0 : value);
            var order = float.IsNaN(value) ? uint.MaxValue : (bits & 0x80000000) != 0 ? ~bits : bits | 0x80000000;
            return descending ? ~order : order;
        }
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The elements along one dimension from the smallest to the largest, or from the largest to the smallest. NaN counts as larger than every number.</summary>
        public Tensor Sort(int axis = -1, bool descending = false) =>
            new Sort(AxisSplit.Of(x.Shape, Axis.Resolve(nameof(Sort), x.Shape, axis)), descending).Apply(x);
    }
}
