using Ansatz.Distributions;
using Ansatz.Random;
using F = Ansatz.Tests.Distributions.DistributionFunctions;

namespace Ansatz.Tests.Distributions;

/// <summary>
/// The share of one million draws at or below each of 1,000 thresholds is what the distribution function says, at ordinary and extreme parameters.
/// </summary>
/// <remarks>
/// The thresholds lie strictly between the smallest and the largest float that the family returns: half of them are draws of another seed, half are evenly
/// spaced among all floats in between. The share s of n draws with probability F satisfies P(n·KL(s ‖ F) > c) ≤ 2e^{−c} (Hoeffding 1963, theorem 1).
/// Here c = log(2·10⁹), so the false-failure rate of a case is at most 1e-6. A share of ½ that is off by 0.0033 fails, and one of 0.0001 that is off by 0.00008.
/// </remarks>
public sealed class DrawShareTests
{
    private const int DrawCount = 1_000_000, ThresholdCount = 1000;
    private const float BelowOne = 1 - 5.9604645e-8f;

    private sealed record Case(Distribution Distribution, Func<double, double> Below, float Least, float Greatest);

    private static readonly Dictionary<string, Case> cases = new(StringComparer.Ordinal);

    static DrawShareTests()
    {
        foreach (var scale in new[] { 1, 1e-30f, 1e-40f })
        {
            cases[$"Normal, scale {scale}"] = new(new Normal(0f, scale), x => F.Normal(x / scale), -float.MaxValue, float.MaxValue);
            cases[$"Uniform, scale {scale}"] = new(new Uniform(-scale, scale), x => (x + scale) / (2.0 * scale), -scale, scale);
            cases[$"Laplace, scale {scale}"] = new(new Laplace(0f, scale), x => F.Laplace(x / scale), -float.MaxValue, float.MaxValue);
            cases[$"Logistic, scale {scale}"] = new(new Logistic(0f, scale), x => F.Logistic(x / scale), -float.MaxValue, float.MaxValue);
        }
        foreach (var rate in new[] { 1, 1e-38f, 1e30f })
            cases[$"Exponential, rate {rate}"] = new(new Exponential(rate), x => -Zoo.ExactMath.Expm1(-rate * x), 0, float.MaxValue);
        foreach (var (loc, scale) in new[] { (0, 1), (-60, 9.5f), (0, 1e-3f), (0, 200) })
            cases[$"LogNormal, {loc}, {scale}"] = new(new LogNormal(loc, scale), x => F.Normal((Math.Log(x) - loc) / scale), float.Epsilon, float.MaxValue);
        foreach (var (a, b) in new[] { (3, 0.5f), (1, 1), (0.1f, 1), (1e-2f, 3), (1e-3f, 1e10f), (1e-4f, 1), (1e-2f, 1e-38f), (1e6f, 1) })
            cases[$"Gamma, {a}, {b}"] = new(new Gamma(a, b), x => F.Gamma(a, x * b), float.Epsilon, float.MaxValue);
        foreach (var (a, b) in new[] { (2, 3), (0.5f, 0.5f), (0.1f, 0.1f), (1e-2f, 1e-2f), (1e-2f, 1e-3f), (1e-3f, 1e-3f), (1e-3f, 1e-4f), (5, 1e-2f), (1e6f, 2), (1e8f, 1) })
            cases[$"Beta, {a}, {b}"] = new(new Beta(a, b), x => F.Beta(a, b, x, 1 - x), float.Epsilon, BelowOne);
        foreach (var nu in new[] { 5, 1, 0.1f, 1e-2f, 1e-3f, 1e8f })
            cases[$"StudentT, {nu}"] = new(new StudentT(nu, 0f, 1f), t => F.StudentT(nu, t), -float.MaxValue, float.MaxValue);
        foreach (var l in new[] { 0, -3, 12, -1e6f, 1e-3f, 1e7f, 3e38f })
            cases[$"ContinuousBernoulli, {l}"] = new(new ContinuousBernoulli(l), x => l == 0 ? x : F.ContinuousBernoulli(l, x), 0, 1);
    }

    public static TheoryData<string> Names => [.. cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void SharesAreThoseOfTheDistributionFunction(string name)
    {
        var c = cases[name];
        var thresholds = Thresholds(name, c);
        var counts = new int[thresholds.Length + 1];
        foreach (var x in c.Distribution.Sample(new Rng(31).Fork(name), [DrawCount]).ToArray())
        {
            Assert.InRange(x, c.Least, c.Greatest);
            var at = Array.BinarySearch(thresholds, x);
            counts[at < 0 ? ~at : at]++;
        }
        var below = 0;
        for (var k = 0; k < thresholds.Length; k++)
        {
            below += counts[k];
            double share = (double)below / DrawCount, expected = c.Below(thresholds[k]);
            Assert.True(DrawCount * Divergence(share, expected) <= Math.Log(2e9),
                $"{name}: {share} of the draws are at most {thresholds[k]}, expected {expected}");
        }
    }

    private static float[] Thresholds(string name, Case c)
    {
        var pilot = c.Distribution.Sample(new Rng(37).Fork(name), [ThresholdCount / 2]).ToArray();
        long low = Rank(c.Least), high = Rank(c.Greatest);
        var spaced = Enumerable.Range(1, ThresholdCount / 2).Select(i => At(low + (long)((high - low) * (i / (ThresholdCount / 2 + 1.0)))));
        return [.. pilot.Concat(spaced).Where(t => t > c.Least && t < c.Greatest).Distinct().Order()];
    }

    /// <summary>The place of a float among all floats in order.</summary>
    private static long Rank(float x) => x < 0 ? -BitConverter.SingleToInt32Bits(-x) : BitConverter.SingleToInt32Bits(x);

    private static float At(long rank) => rank < 0 ? -BitConverter.Int32BitsToSingle((int)-rank) : BitConverter.Int32BitsToSingle((int)rank);

    /// <summary>KL between coins, s log(s/F) + (1 − s) log((1 − s)/(1 − F)).</summary>
    private static double Divergence(double s, double expected)
    {
        static double Part(double a, double b) => a == 0 ? 0 : a * Math.Log(a / b);
        return Part(s, expected) + Part(1 - s, 1 - expected);
    }
}
