using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Golden;

/// <summary>All functions of <see cref="VectorMath"/> and <see cref="DoubleMath"/> of one argument, by name, for tests that run over all.</summary>
internal static class ElementaryFunctions
{
    public static IReadOnlyDictionary<string, Func<Vector512<float>, Vector512<float>>> Single { get; } =
        new Dictionary<string, Func<Vector512<float>, Vector512<float>>>(StringComparer.Ordinal)
        {
            ["exp"] = VectorMath.Exp,
            ["expm1"] = VectorMath.Expm1,
            ["log"] = VectorMath.Log,
            ["log1p"] = VectorMath.Log1p,
            ["tanh"] = VectorMath.Tanh,
            ["atanh"] = VectorMath.Atanh,
            ["sigmoid"] = VectorMath.Sigmoid,
            ["softplus"] = VectorMath.Softplus,
            ["log-sigmoid"] = VectorMath.LogSigmoid,
            ["sin"] = VectorMath.Sin,
            ["cos"] = VectorMath.Cos,
            ["erf"] = VectorMath.Erf,
            ["lgamma"] = VectorMath.Lgamma,
            ["digamma"] = VectorMath.Digamma,
        };

    public static IReadOnlyDictionary<string, Func<double, double>> Double { get; } =
        new Dictionary<string, Func<double, double>>(StringComparer.Ordinal)
        {
            ["exp"] = DoubleMath.Exp,
            ["expm1"] = DoubleMath.Expm1,
            ["log"] = DoubleMath.Log,
            ["log1p"] = DoubleMath.Log1p,
            ["log10"] = DoubleMath.Log10,
            ["tanh"] = DoubleMath.Tanh,
            ["atanh"] = DoubleMath.Atanh,
            ["sin"] = DoubleMath.Sin,
            ["cos"] = DoubleMath.Cos,
            ["erf"] = DoubleMath.Erf,
            ["erfc"] = DoubleMath.Erfc,
            ["normal-cdf"] = DoubleMath.NormalCdf,
            ["normal-quantile"] = DoubleMath.NormalQuantile,
            ["lgamma"] = DoubleMath.Lgamma,
            ["digamma"] = DoubleMath.Digamma,
        };

    /// <summary>Floats of every sign and exponent, the specials among them: bit patterns an odd step apart, as many as a power of two.</summary>
    public static float[] Sweep(int count)
    {
        float[] specials = [0f, -0f, 1f, -1f, 2f, float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        var step = (uint)((1L << 32) / count) | 1;
        return [.. specials, .. Enumerable.Range(0, count).Select(i => BitConverter.UInt32BitsToSingle(unchecked((uint)i * step)))];
    }
}
