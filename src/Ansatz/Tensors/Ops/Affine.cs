using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>scale·x + offset with constants, rounded once. The constants are attributes of the op, so they need no tensors.</summary>
internal readonly struct Affine(float scale, float offset) : IUnary
{
    public string Name => nameof(Affine);

    public float Scale => scale;

    public float Offset => offset;

    public Vector512<float> Value(Vector512<float> x) => Vector512.FusedMultiplyAdd(Vector512.Create(scale), x, Vector512.Create(offset));

    public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(scale);
}

public static partial class TensorOps
{
    extension(Tensor x)
    {
        /// <summary>scale·x + offset, elementwise, rounded once.</summary>
        public Tensor Affine(float scale, float offset) => new Unary<Affine>(new Affine(scale, offset)).Apply(x);

        public static Tensor operator +(Tensor t, float c) => t.Affine(1, c);

        public static Tensor operator +(float c, Tensor t) => t.Affine(1, c);

        public static Tensor operator -(Tensor t, float c) => t.Affine(1, -c);

        public static Tensor operator -(float c, Tensor t) => t.Affine(-1, c);

        // Adding −0 leaves every number as it is; adding +0 would change −0 to +0.
        public static Tensor operator *(Tensor t, float c) => t.Affine(c, -0f);

        public static Tensor operator *(float c, Tensor t) => t.Affine(c, -0f);
    }
}
