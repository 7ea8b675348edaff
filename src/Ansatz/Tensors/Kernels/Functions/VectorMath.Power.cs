using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

internal static partial class VectorMath
{
    /// <summary>
    /// xᵖ to 1 ulp for every x and a constant p. A negative x gives NaN unless p is an integer. 0⁰ is 1. For p &lt; 0, 0ᵖ is +∞, or −∞ for −0 and an odd p.
    /// </summary>
    /// <remarks>exp(p ln |x|) in double. Its error, p ln |x| ulp of a double, is far below the rounding error of a float.</remarks>
    public static Vector512<float> Pow(Vector512<float> x, double p)
    {
        if (p == 0) return Vector512<float>.One;
        var (lower, upper) = Vector512.Widen(Vector512.Abs(x));
        var size = Vector512.Narrow(DoubleMath.Exp(DoubleMath.Log(lower) * Vector512.Create(p)), DoubleMath.Exp(DoubleMath.Log(upper) * Vector512.Create(p)));
        var isInteger = Math.Floor(p) == p;
        var isOdd = isInteger && Math.Floor(p / 2) * 2 != p;
        if (isOdd) return size | (x & SignBit);
        return isInteger ? size : Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), Vector512.Create(float.NaN), size);
    }
}
