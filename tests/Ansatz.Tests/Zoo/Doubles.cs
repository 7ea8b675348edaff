using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

/// <summary>
/// An array of doubles with a shape, for references that are nothing but index formulas: no strides, no blocks, no vectors.
/// </summary>
internal sealed class Doubles
{
    public Doubles(Shape shape, double[]? values = null)
    {
        Shape = shape;
        Values = values ?? new double[shape.Size];
        Assert.Equal(shape.Size, Values.Length);
    }

    public Shape Shape { get; }

    public double[] Values { get; }

    public int Length => Values.Length;

    public ref double this[params ReadOnlySpan<int> index]
    {
        get
        {
            var dimensions = Shape.Dimensions;
            var flat = 0;
            for (var axis = 0; axis < dimensions.Length; axis++)
            {
                if ((uint)index[axis] >= (uint)dimensions[axis]) throw new InvalidOperationException($"[{string.Join(", ", index.ToArray())}] in {Shape}");
                flat = flat * dimensions[axis] + index[axis];
            }
            return ref Values[flat];
        }
    }

    /// <summary>The array whose element at each index is a function of that index.</summary>
    public static Doubles Build(Shape shape, Func<int[], double> element)
    {
        var result = new Doubles(shape);
        var index = new int[shape.Rank];
        for (var flat = 0; flat < result.Length; flat++)
        {
            for (int axis = shape.Rank - 1, rest = flat; axis >= 0; rest /= shape[axis--]) index[axis] = rest % shape[axis];
            result.Values[flat] = element(index);
        }
        return result;
    }

    /// <summary>The element that broadcasting puts at an index of the broadcast shape.</summary>
    public double Broadcast(ReadOnlySpan<int> index)
    {
        var own = new int[Shape.Rank];
        for (var axis = 0; axis < own.Length; axis++)
            own[axis] = Shape[axis] == 1 ? 0 : index[axis + index.Length - own.Length];
        return this[own];
    }

    public Doubles Map(Func<double, double> f) => new(Shape, Array.ConvertAll(Values, v => f(v)));

    public static Doubles From(Tensor tensor) => new(tensor.Shape, Array.ConvertAll(tensor.ToArray(), v => (double)v));

    public static double Dot(Doubles a, Doubles b)
    {
        Assert.Equal(a.Shape, b.Shape);
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++) sum += a.Values[i] * b.Values[i];
        return sum;
    }
}
