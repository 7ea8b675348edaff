using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>What is known of the bins of 16 lanes, in scratch memory: floats for all lanes at once, doubles for 8 lanes at a time.</summary>
internal readonly unsafe struct SplineBins
{
    /// <summary>The lanes of one half.</summary>
    public const int Half = 8;

    private const int Floats = 11, Doubles = 5;

    private readonly float* memory;

    public SplineBins(float* memory, Vector512<double> low, Vector512<double> high)
    {
        this.memory = memory;
        low.Store(DoublesOf(0) + 4 * Half);
        high.Store(DoublesOf(1) + 4 * Half);
    }

    /// <summary>The floats of scratch memory.</summary>
    public static int Length => (Floats + 2 * Doubles) * Lanes.Count;

    /// <summary>The index of the bin.</summary>
    public Vector512<float> Index => At(1);

    public Vector512<float> LeftRaw => At(2);

    public Vector512<float> RightRaw => At(3);

    /// <summary>d and e.</summary>
    public (Vector512<float> Left, Vector512<float> Right) Slopes => (At(4), At(5));

    /// <summary>∂y/∂x.</summary>
    public Vector512<float> Slope => At(6);

    /// <summary>ξ, 1 − ξ, s, width and height.</summary>
    public (Vector512<float> Xi, Vector512<float> OneMinusXi, Vector512<float> Secant, Vector512<float> Width, Vector512<float> Height) Place => (At(6), At(7), At(8), At(9), At(10));

    /// <summary>The values to map.</summary>
    public Vector512<double> Input(int half) => Vector512.Load(DoublesOf(half) + 4 * Half);

    public Vector512<double> Left(int half) => WideLanes.Of(memory + 4 * Lanes.Count + half * Half);

    public Vector512<double> Right(int half) => WideLanes.Of(memory + 5 * Lanes.Count + half * Half);

    /// <summary>The corner, width and height of each bin.</summary>
    public (Vector512<double> X, Vector512<double> Width, Vector512<double> Y, Vector512<double> Height) Bin(int half)
    {
        var at = DoublesOf(half);
        return (Vector512.Load(at), Vector512.Load(at + Half), Vector512.Load(at + 2 * Half), Vector512.Load(at + 3 * Half));
    }

    public void SetBin(int half, Vector512<double> index, Vector512<double> x, Vector512<double> width, Vector512<double> y, Vector512<double> height)
    {
        Set(1, half, index);
        var at = DoublesOf(half);
        x.Store(at);
        width.Store(at + Half);
        y.Store(at + 2 * Half);
        height.Store(at + 3 * Half);
    }

    public void SetSlopes(Vector512<float> leftRaw, Vector512<float> rightRaw, Vector512<float> left, Vector512<float> right)
    {
        leftRaw.Store(memory + 2 * Lanes.Count);
        rightRaw.Store(memory + 3 * Lanes.Count);
        left.Store(memory + 4 * Lanes.Count);
        right.Store(memory + 5 * Lanes.Count);
    }

    public void SetSlope(int half, Vector512<double> slope) => Set(6, half, slope);

    public void SetPlace(int half, Vector512<double> xi, Vector512<double> oneMinusXi, Vector512<double> secant, Vector512<double> width, Vector512<double> height)
    {
        Set(6, half, xi);
        Set(7, half, oneMinusXi);
        Set(8, half, secant);
        Set(9, half, width);
        Set(10, half, height);
    }

    private Vector512<float> At(int place) => Vector512.Load(memory + place * Lanes.Count);

    private double* DoublesOf(int half) => (double*)(memory + Floats * Lanes.Count) + half * Doubles * Half;

    private void Set(int place, int half, Vector512<double> values) =>
        Vector256.Narrow(values.GetLower(), values.GetUpper()).Store(memory + place * Lanes.Count + half * Half);
}
