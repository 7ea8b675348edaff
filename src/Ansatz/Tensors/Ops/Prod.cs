namespace Ansatz.Tensors;

/// <summary>
/// y[o, i] = ∏ₙ x[o, n, i], in order. The product is kept as a double between 1 and 2 and a separate exponent, so it cannot overflow on the way.
/// Backward: ∂y/∂xⱼ = ∏_{n≠j} xₙ, with P the product of the elements that are not 0: P/xⱼ if none is 0; P at the zero and 0 elsewhere if one is; 0 if several are.
/// </summary>
internal sealed unsafe class Prod(AxisSplit middle, Shape shape) : Op
{
    public AxisSplit Split => middle;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Allocate(shape, tape);
        fixed (float* px = inputs[0].Span, py = y.Span)
            Pieces.For(middle.Outer * middle.Inner, middle.Count, new Products(middle.Count, middle.Inner, px, py));
        return y;
    }

    public override void Backward(in BackwardStep step)
    {
        var gx = step.Allocate(step.Input(0).Shape);
        fixed (float* px = step.Input(0).Span, pg = step.Gradient.Span, pgx = gx.Span)
            Pieces.For(middle.Outer * middle.Inner, middle.Count, new Quotients(middle.Count, middle.Inner, px, pg, pgx));
        step.Add(0, gx);
    }

    public override long CountFlops(ReadOnlySpan<Tensor> inputs, Tensor output) => inputs[0].Length;

    private readonly struct Products(int count, int inner, float* x, float* y) : IParallelBody
    {
        public void Invoke(int index)
        {
            var row = x + (nint)(index / inner) * count * inner + index % inner;
            var product = ScaledDouble.One;
            for (var n = 0; n < count; n++) product = product.Times(row[(nint)n * inner]);
            y[index] = product.ToSingle();
        }
    }

    private readonly struct Quotients(int count, int inner, float* x, float* g, float* gx) : IParallelBody
    {
        public void Invoke(int index)
        {
            var start = (nint)(index / inner) * count * inner + index % inner;
            var product = ScaledDouble.One;
            var zeros = 0;
            for (var n = 0; n < count; n++)
            {
                var value = x[start + (nint)n * inner];
                if (value == 0) zeros++;
                else product = product.Times(value);
            }
            product = product.Times(g[index]);
            for (var n = 0; n < count; n++)
            {
                var at = start + (nint)n * inner;
                var isReached = g[index] != 0 && (zeros == 0 || (zeros == 1 && x[at] == 0));
                gx[at] = isReached ? (zeros == 0 ? product.Over(x[at]) : product).ToSingle() : 0;
            }
        }
    }
}

/// <summary>A number m·2ᵉ with 1 ≤ |m| &lt; 2, or m = 0, ±∞, NaN. It has the digits of a double and no bound.</summary>
internal readonly record struct ScaledDouble(double Mantissa, long Exponent)
{
    private const int Bias = 1023, FractionBits = 52;

    public static ScaledDouble One => new(1, 0);

    public ScaledDouble Times(float factor) => Of(Mantissa * factor, Exponent);

    public ScaledDouble Over(float divisor) => Of(Mantissa / divisor, Exponent);

    /// <summary>The nearest float.</summary>
    public float ToSingle()
    {
        // Beyond 2^±400 a float is ±∞ or 0 in any case, and a double still holds the number.
        var power = (int)Math.Clamp(Exponent, -400, 400);
        return (float)(Mantissa * BitConverter.Int64BitsToDouble((long)(power + Bias) << FractionBits));
    }

    private static ScaledDouble Of(double value, long exponent)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var own = (int)(bits >> FractionBits & 0x7FF);
        if (own is 0 or 0x7FF) return new(value, exponent); // 0, ±∞ or NaN: a product of |m| < 2 and a float is never subnormal
        return new(BitConverter.Int64BitsToDouble((bits & ~(0x7FFL << FractionBits)) | (long)Bias << FractionBits), exponent + own - Bias);
    }
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>The product of all elements, a scalar. The gradient is right also where elements are 0.</summary>
        public Tensor Prod() => new Prod(new AxisSplit(1, x.Length, 1), []).Apply(x);

        /// <summary>The product along one dimension, which disappears, or stays with length 1. The gradient is right also where elements are 0.</summary>
        public Tensor Prod(int axis, bool keepDimension = false)
        {
            axis = Axis.Resolve(nameof(Prod), x.Shape, axis);
            return new Prod(AxisSplit.Of(x.Shape, axis), Axis.Without(x.Shape, axis, keepDimension)).Apply(x);
        }
    }
}
