using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>What is applied to finished sums: y = v + bias, then y if y ≥ 0 and slope · y otherwise.</summary>
internal unsafe struct Epilogue
{
    /// <summary>One value per column, or null.</summary>
    public float* Bias;

    /// <summary>1 keeps negative values, 0 is ReLU, 0.1 is a leaky ReLU.</summary>
    public float NegativeSlope;

    public static Epilogue None => new() { NegativeSlope = 1 };

    public readonly bool IsNone => Bias == null && NegativeSlope == 1;

    /// <summary>Applies it in place to columns [column, column + columns) of an output, whose addresses at <paramref name="column"/> are given.</summary>
    public readonly void Apply(float** c, int rows, int column, int columns)
    {
        var whole = columns & -16;
        for (var j = 0; j < whole; j += 16)
        {
            Vector512<float> bias = Bias == null ? Vector512<float>.Zero : Vector512.Load(Bias + column + j), slope = Vector512.Create(NegativeSlope);
            for (var i = 0; i < rows; i++)
            {
                // A tile never stores −0, so adding 0 changes nothing.
                var v = Vector512.Load(c[i] + j) + bias;
                Vector512.ConditionalSelect(Vector512.LessThan(v, Vector512<float>.Zero), v * slope, v).Store(c[i] + j);
            }
        }
        for (var i = 0; i < rows && whole < columns; i++) Apply(c[i] + whole, column + whole, columns - whole);
    }

    /// <summary>Applies it in place to columns [column, column + columns) of one row, whose address at <paramref name="column"/> is given.</summary>
    public readonly void Apply(float* c, int column, int columns)
    {
        var bias = Bias == null ? null : Bias + column;
        var j = 0;
        var slope = Vector512.Create(NegativeSlope);
        for (; j <= columns - 16; j += 16)
        {
            var v = Vector512.Load(c + j);
            if (bias != null) v += Vector512.Load(bias + j);
            Vector512.ConditionalSelect(Vector512.LessThan(v, Vector512<float>.Zero), v * slope, v).Store(c + j);
        }
        for (; j < columns; j++)
        {
            var v = c[j];
            if (bias != null) v += bias[j];
            c[j] = v < 0 ? v * NegativeSlope : v;
        }
    }
}
