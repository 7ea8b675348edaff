namespace Ansatz.Tests.Zoo;

/// <summary>Functions in double that .NET lacks or has without accuracy near 0.</summary>
internal static class ExactMath
{
    /// <summary>ln(1 + x). Goldberg, What every computer scientist should know about floating-point arithmetic (1991), theorem 4.</summary>
    public static double Log1p(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    /// <summary>eˣ − 1. Kahan; Higham, Accuracy and stability of numerical algorithms (2002), section 1.14.1.</summary>
    public static double Expm1(double x)
    {
        var u = Math.Exp(x);
        return u == 1 ? x : double.IsInfinity(u) || u - 1 == -1 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));
}
