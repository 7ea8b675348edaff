using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal readonly struct Divide : IBinary
{
    public string Name => nameof(Divide);

    public Vector512<float> Value(Vector512<float> a, Vector512<float> b) => a / b;

    public Vector512<float> SlopeA(Vector512<float> a, Vector512<float> b, Vector512<float> y) => Vector512<float>.One / b;

    public Vector512<float> SlopeB(Vector512<float> a, Vector512<float> b, Vector512<float> y) => -y / b;
}

/// <summary>x/c with a constant c, rounded once; x·(1/c) would be rounded twice.</summary>
internal readonly struct DivideByConstant(float divisor) : IUnary
{
    public string Name => nameof(Divide);

    public float Divisor => divisor;

    public Vector512<float> Value(Vector512<float> x) => x / Vector512.Create(divisor);

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(1 / divisor);
}

public static partial class TensorOps
{
    extension(Tensor)
    {
        /// <summary>a/b, elementwise, shapes broadcast.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => Binary<Divide>.Apply(default, a, b);

        public static Tensor operator /(Tensor t, float c) => new Unary<DivideByConstant>(new DivideByConstant(c)).Apply(t);
    }
}
