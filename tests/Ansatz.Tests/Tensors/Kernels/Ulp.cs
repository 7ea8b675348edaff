namespace Ansatz.Tests.Tensors.Kernels;

/// <summary>Units in the last place: the spacing of floating-point numbers around a value.</summary>
internal static class Ulp
{
    public static double OfDouble(double value)
    {
        var a = Math.Abs(value);
        return a < double.MaxValue ? Math.BitIncrement(a) - a : double.MaxValue - Math.BitDecrement(double.MaxValue);
    }

    /// <summary>The spacing of floats at a real value, 2⁻¹⁴⁹ in the subnormal range.</summary>
    public static double OfSingle(double value) =>
        value == 0 ? float.Epsilon : Math.ScaleB(1, Math.Clamp(Math.ILogB(value), -126, 127) - 23);

    /// <summary>
    /// The distance of a float from a real value. It is 0 for equal infinities and for two NaN. It is infinite if only one of the two
    /// is finite, unless the real value exceeds the largest float by less than half an ulp.
    /// </summary>
    public static double Distance(float computed, double exact)
    {
        if (double.IsNaN(exact) || float.IsNaN(computed)) return double.IsNaN(exact) && float.IsNaN(computed) ? 0 : double.PositiveInfinity;
        if (computed == exact) return 0;
        if (float.IsInfinity(computed)) return Math.Abs(exact) > float.MaxValue && Math.Sign(exact) == Math.Sign(computed) ? 0 : double.PositiveInfinity;
        return double.IsInfinity(exact) ? double.PositiveInfinity : Math.Abs(computed - exact) / OfSingle(exact);
    }
}
