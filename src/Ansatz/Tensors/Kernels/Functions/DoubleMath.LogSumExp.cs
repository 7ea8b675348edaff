namespace Ansatz.Tensors;

internal static partial class DoubleMath
{
    /// <summary>log ∑ eˣ = max x + log ∑ e^(x − max x), which cannot overflow. The terms are added in order. No values give −∞.</summary>
    public static double LogSumExp(ReadOnlySpan<double> x)
    {
        var largest = double.NegativeInfinity;
        foreach (var value in x) largest = Math.Max(largest, value);
        if (!double.IsFinite(largest)) return largest;
        var sum = 0.0;
        foreach (var value in x) sum += Exp(value - largest);
        return largest + Log(sum);
    }

    /// <summary>log of the mean of eˣ.</summary>
    public static double LogMeanExp(ReadOnlySpan<double> x) => LogSumExp(x) - Log(x.Length);
}
