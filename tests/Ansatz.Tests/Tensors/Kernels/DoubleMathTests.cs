using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

public sealed class DoubleMathTests
{
    [Theory]
    [InlineData("exp", 0.7)]
    [InlineData("expm1", 1)]
    [InlineData("log", 1)]
    [InlineData("log1p", 1)]
    [InlineData("log10", 0.6)]
    [InlineData("tanh", 2)]
    [InlineData("atanh", 2)]
    [InlineData("sin", 0.7)]
    [InlineData("cos", 0.7)]
    [InlineData("erf", 1)]
    [InlineData("erfc", 3.5)]
    [InlineData("normal-cdf", 3.5)]
    [InlineData("normal-quantile", 4)]
    [InlineData("lgamma", 4)]
    public void ErrorAgainstFiftyDigitsIsAsStated(string name, double ulp)
    {
        foreach (var row in ElementaryTable.Of(name))
        {
            var error = row.Error(ElementaryFunctions.Double[name](row.X));
            Assert.True(error <= ulp, $"{name}({row.X:R}) is off by {error:F2} ulp.");
        }
    }

    [Fact]
    public void LgammaOfANegativeNumberIsAccurateAbsolutely()
    {
        foreach (var row in ElementaryTable.Of("lgamma-negative"))
            Assert.True(Math.Abs(DoubleMath.Lgamma(row.X) - row.Nearest) <= 1e-15 * (1 + Math.Abs(row.X * Math.Log(-row.X))), $"ln Γ({row.X:R})");
    }

    [Theory]
    [InlineData("digamma")]
    [InlineData("digamma-negative")]
    public void DigammaIsAccurateToItsLargestTerm(string name)
    {
        foreach (var row in ElementaryTable.Of(name))
        {
            var scale = row.X > 0 ? 0 : Math.Abs(DoubleMath.Digamma(1 - row.X)) + Math.Abs(row.Nearest);
            var error = Math.Abs(DoubleMath.Digamma(row.X) - row.Nearest);
            Assert.True(error <= 2e-15 * (1 + scale) || row.Error(DoubleMath.Digamma(row.X)) <= 4, $"ψ({row.X:R}) is off by {error:E2}.");
        }
    }

    [Fact]
    public void AnglesAreAccurate()
    {
        foreach (var row in ElementaryTable.Of("atan2"))
            Assert.True(row.Error(DoubleMath.Atan2(row.X, row.Y)) <= 1.5, $"atan2({row.X:R}, {row.Y:R})");
    }

    [Fact]
    public void PowersAreAccurate()
    {
        foreach (var row in ElementaryTable.Of("pow"))
            Assert.True(row.Error(DoubleMath.Pow(row.X, row.Y)) <= 1, $"{row.X:R} to the power of {row.Y:R}");
    }

    [Theory]
    [InlineData("exp", 0, 1)]
    [InlineData("exp", 709.79, double.PositiveInfinity)]
    [InlineData("exp", -745.14, 0)]
    [InlineData("exp", -745.13, double.Epsilon)]
    [InlineData("exp", double.NegativeInfinity, 0)]
    [InlineData("expm1", -0.0, -0.0)]
    [InlineData("expm1", double.Epsilon, double.Epsilon)]
    [InlineData("expm1", 709.79, double.PositiveInfinity)]
    [InlineData("expm1", double.NegativeInfinity, -1)]
    [InlineData("log", 1, 0)]
    [InlineData("log", 0, double.NegativeInfinity)]
    [InlineData("log", -1, double.NaN)]
    [InlineData("log", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("log1p", -0.0, -0.0)]
    [InlineData("log1p", -1, double.NegativeInfinity)]
    [InlineData("log1p", -1.5, double.NaN)]
    [InlineData("log10", 0, double.NegativeInfinity)]
    [InlineData("log10", -1, double.NaN)]
    [InlineData("log10", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("tanh", -0.0, -0.0)]
    [InlineData("tanh", 19.07, 1)]
    [InlineData("tanh", double.NegativeInfinity, -1)]
    [InlineData("atanh", -0.0, -0.0)]
    [InlineData("atanh", -1, double.NegativeInfinity)]
    [InlineData("atanh", 1.5, double.NaN)]
    [InlineData("atanh", double.NegativeInfinity, double.NaN)]
    [InlineData("sin", -0.0, -0.0)]
    [InlineData("sin", double.PositiveInfinity, double.NaN)]
    [InlineData("cos", double.NegativeInfinity, double.NaN)]
    [InlineData("erf", -0.0, -0.0)]
    [InlineData("erf", double.NegativeInfinity, -1)]
    [InlineData("erfc", double.NegativeInfinity, 2)]
    [InlineData("erfc", 27.23, 0)]
    [InlineData("erfc", double.PositiveInfinity, 0)]
    [InlineData("normal-cdf", double.NegativeInfinity, 0)]
    [InlineData("normal-cdf", double.PositiveInfinity, 1)]
    [InlineData("normal-quantile", 0, double.NegativeInfinity)]
    [InlineData("normal-quantile", 1, double.PositiveInfinity)]
    [InlineData("normal-quantile", 0.5, 0)]
    [InlineData("normal-quantile", 1.1, double.NaN)]
    [InlineData("lgamma", 1, 0)]
    [InlineData("lgamma", 2, 0)]
    [InlineData("lgamma", 0, double.PositiveInfinity)]
    [InlineData("lgamma", -2, double.PositiveInfinity)]
    [InlineData("lgamma", double.MaxValue, double.PositiveInfinity)]
    [InlineData("lgamma", double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData("digamma", 0, double.NaN)]
    [InlineData("digamma", double.NegativeInfinity, double.NaN)]
    [InlineData("digamma", double.PositiveInfinity, double.PositiveInfinity)]
    public void EdgesAreAsDocumented(string name, double x, double expected)
    {
        var found = ElementaryFunctions.Double[name](x);
        Assert.Equal(expected, found);
        if (expected == 0) Assert.Equal(double.IsNegative(expected), double.IsNegative(found));
    }

    [Fact]
    public void NaNStaysNaN()
    {
        foreach (var (name, function) in ElementaryFunctions.Double) Assert.True(double.IsNaN(function(double.NaN)), name);
        Assert.True(double.IsNaN(DoubleMath.Atan2(double.NaN, 1)));
        Assert.True(double.IsNaN(DoubleMath.Pow(double.NaN, 2)));
    }

    [Theory]
    [InlineData(0.0, 1.0)]
    [InlineData(-0.0, 1.0)]
    [InlineData(0.0, -1.0)]
    [InlineData(-0.0, -1.0)]
    [InlineData(1.0, 0.0)]
    [InlineData(-1.0, -0.0)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(1.0, double.NegativeInfinity)]
    [InlineData(-1.0, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 3.0)]
    [InlineData(double.MaxValue, double.MaxValue)]
    [InlineData(double.Epsilon, double.Epsilon)]
    [InlineData(double.Epsilon, -double.Epsilon)]
    public void AnglesAtTheEdgesAreThoseOfTheStandard(double y, double x)
    {
        var expected = Math.Atan2(y, x);
        var found = DoubleMath.Atan2(y, x);
        Assert.Equal(expected, found, 1e-15);
        Assert.Equal(double.IsNegative(expected), double.IsNegative(found));
    }

    [Theory]
    [InlineData(0, 2, 0)]
    [InlineData(0, -2, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, -1, 0)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(1, double.PositiveInfinity, 1)]
    [InlineData(0.5, double.PositiveInfinity, 0)]
    [InlineData(10, 400, double.PositiveInfinity)]
    [InlineData(10, -400, 0)]
    [InlineData(-2, 2, double.NaN)]
    public void PowersAtTheEdgesAreAsDocumented(double x, double y, double expected) => Assert.Equal(expected, DoubleMath.Pow(x, y));

    [Fact]
    public void PowersOfTenHaveExactLogarithms()
    {
        for (var i = -300; i <= 300; i++)
            Assert.Equal(i, DoubleMath.Log10(double.Parse($"1e{i}", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void SubnormalResultsAndArgumentsAreRight()
    {
        Assert.Equal(-744.44007192138122, DoubleMath.Log(double.Epsilon));
        Assert.Equal(DoubleMath.Exp(-740), DoubleMath.Exp(-370) * DoubleMath.Exp(-370), double.Epsilon);
        Assert.Equal(-38.467405617144346, DoubleMath.NormalQuantile(double.Epsilon), 1e-13);
    }

    [Fact]
    public void VectorsHaveTheBitsOfScalars()
    {
        double[] x = [.. ElementaryFunctions.Sweep(1 << 14).Select(value => value * 1.000000000123), -745.13, 709.78, 5e-324, 1e-310];
        for (var i = 0; i + Vector512<double>.Count <= x.Length; i++)
        {
            var lanes = Vector512.Create(x.AsSpan(i));
            var (exp, log) = (DoubleMath.Exp(lanes), DoubleMath.Log(lanes));
            Assert.Equal(DoubleMath.Exp(x[i + i % 8]), exp[i % 8]);
            Assert.Equal(DoubleMath.Log(x[i + i % 8]), log[i % 8]);
        }
    }

    [Fact]
    public void QuantileUndoesTheDistributionFunction()
    {
        for (var x = -8.0; x <= 5; x += 0.01) Assert.Equal(x, DoubleMath.NormalQuantile(DoubleMath.NormalCdf(x)), 1e-9);
    }
}
