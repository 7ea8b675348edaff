using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

public sealed class VectorMathTests
{
    private static readonly Dictionary<string, (double Ulp, Func<double, double> Reference)> Stated = new(StringComparer.Ordinal)
    {
        ["exp"] = (1, DoubleMath.Exp),
        ["expm1"] = (1.5, DoubleMath.Expm1),
        ["log"] = (1, DoubleMath.Log),
        ["log1p"] = (1.5, DoubleMath.Log1p),
        ["tanh"] = (1.5, DoubleMath.Tanh),
        ["atanh"] = (2, DoubleMath.Atanh),
        ["sigmoid"] = (2.5, x => x < 0 ? DoubleMath.Exp(x) / (1 + DoubleMath.Exp(x)) : 1 / (1 + DoubleMath.Exp(-x))),
        ["softplus"] = (2, x => Math.Max(x, 0) + DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(x)))),
        ["log-sigmoid"] = (2, x => Math.Min(x, 0) - DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(x)))),
        ["sin"] = (0.51, DoubleMath.Sin),
        ["cos"] = (0.51, DoubleMath.Cos),
        ["erf"] = (1.5, DoubleMath.Erf),
        ["lgamma"] = (1.5, DoubleMath.Lgamma),
        ["digamma"] = (1, DoubleMath.Digamma),
    };

    public static TheoryData<string> Functions => [.. ElementaryFunctions.Single.Keys];

    [Fact]
    public void EveryFunctionStatesItsError() => Assert.Equal(ElementaryFunctions.Single.Keys.Order(), Stated.Keys.Order());

    [Theory, MemberData(nameof(Functions))]
    public void ErrorAgainstFiftyDigitsIsAsStated(string name)
    {
        if (name == "log-sigmoid") return;      // minus softplus of minus x, which the table has
        var rows = ElementaryTable.Of(name).Where(row => row.IsSingle).ToArray();
        Assert.True(rows.Length >= 30);
        foreach (var row in rows)
        {
            var error = row.Error(At(name, (float)row.X));
            Assert.True(error <= Stated[name].Ulp, $"{name}({row.X:R}) is off by {error:F2} ulp.");
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void ErrorOverAllExponentsIsAsStated(string name) => AssertStated(name, ElementaryFunctions.Sweep(1 << 18));

    [Theory, MemberData(nameof(Functions))]
    public void ErrorWhereTheFunctionBendsIsAsStated(string name) =>
        AssertStated(name, [.. Enumerable.Range(0, 1 << 17).Select(i => (float)(-6 + 12 * ((i + 0.37) / (1 << 17))))]);

    [Fact]
    public void TheExponentialOfModerateValuesHasTheBitsOfTheOther()
    {
        for (var x = -87f; x <= 88; x += 0.00037f)
            Assert.Equal(VectorMath.Exp(Vector512.Create(x)), VectorMath.ExpOfModerate(Vector512.Create(x)));
        foreach (var x in (float[])[-87, -0f, 0, 1e-30f, 88])
            Assert.Equal(VectorMath.Exp(Vector512.Create(x)), VectorMath.ExpOfModerate(Vector512.Create(x)));
    }

    [Fact]
    public void LgammaIsAccurateNextToItsZeros()
    {
        float[] x = [.. new[] { 1f, 2f }.SelectMany(zero => Enumerable.Range(-50, 101).Select(i => zero + i * 1.1920929e-7f))];
        AssertStated("lgamma", x);
    }

    private static void AssertStated(string name, float[] x)
    {
        var (bound, reference) = Stated[name];
        var y = new float[x.Length];
        for (var i = 0; i < x.Length; i += Lanes.Count) Lanes.Store(ElementaryFunctions.Single[name](Lanes.Load(x.AsSpan(i))), y.AsSpan(i));
        for (var i = 0; i < x.Length; i++)
        {
            var exact = reference(x[i]);
            var absolute = name switch
            {
                "lgamma" when x[i] < 0 => 1e-13 * -x[i],
                "digamma" => x[i] > 0 ? 1e-14 : 1e-14 * (1 + Math.Abs(exact) + Math.Abs(DoubleMath.Digamma(1 - x[i]))),
                _ => 0,
            };
            if (Math.Abs(y[i] - exact) <= absolute) continue;
            var error = Ulp.Distance(y[i], exact);
            Assert.True(error <= bound, $"{name}({x[i]:R}) = {y[i]:R} is off by {error:F2} ulp from {exact:R}.");
        }
    }

    [Theory]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", -0f, 1f)]
    [InlineData("exp", 88.72284f, float.PositiveInfinity)]
    [InlineData("exp", float.MaxValue, float.PositiveInfinity)]
    [InlineData("exp", -103.97f, float.Epsilon)]
    [InlineData("exp", -103.98f, 0f)]
    [InlineData("exp", float.NegativeInfinity, 0f)]
    [InlineData("expm1", -0f, -0f)]
    [InlineData("expm1", float.Epsilon, float.Epsilon)]
    [InlineData("expm1", 88.72284f, float.PositiveInfinity)]
    [InlineData("expm1", -17.4f, -1f)]
    [InlineData("expm1", float.NegativeInfinity, -1f)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", 0f, float.NegativeInfinity)]
    [InlineData("log", -0f, float.NegativeInfinity)]
    [InlineData("log", -float.Epsilon, float.NaN)]
    [InlineData("log", float.NegativeInfinity, float.NaN)]
    [InlineData("log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log1p", -0f, -0f)]
    [InlineData("log1p", float.Epsilon, float.Epsilon)]
    [InlineData("log1p", -1f, float.NegativeInfinity)]
    [InlineData("log1p", -1.0000001f, float.NaN)]
    [InlineData("log1p", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("tanh", -0f, -0f)]
    [InlineData("tanh", 9.02f, 1f)]
    [InlineData("tanh", float.PositiveInfinity, 1f)]
    [InlineData("tanh", float.NegativeInfinity, -1f)]
    [InlineData("atanh", -0f, -0f)]
    [InlineData("atanh", 1f, float.PositiveInfinity)]
    [InlineData("atanh", -1f, float.NegativeInfinity)]
    [InlineData("atanh", 1.0000001f, float.NaN)]
    [InlineData("atanh", -1e20f, float.NaN)]
    [InlineData("atanh", float.PositiveInfinity, float.NaN)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", 17.4f, 1f)]
    [InlineData("sigmoid", -103.98f, 0f)]
    [InlineData("sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("softplus", float.NegativeInfinity, 0f)]
    [InlineData("softplus", 1e30f, 1e30f)]
    [InlineData("log-sigmoid", float.PositiveInfinity, -0f)]
    [InlineData("log-sigmoid", float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData("sin", -0f, -0f)]
    [InlineData("sin", float.PositiveInfinity, float.NaN)]
    [InlineData("cos", 0f, 1f)]
    [InlineData("cos", float.NegativeInfinity, float.NaN)]
    [InlineData("erf", -0f, -0f)]
    [InlineData("erf", 3.92f, 1f)]
    [InlineData("erf", float.NegativeInfinity, -1f)]
    [InlineData("lgamma", 1f, 0f)]
    [InlineData("lgamma", 2f, 0f)]
    [InlineData("lgamma", 0f, float.PositiveInfinity)]
    [InlineData("lgamma", -0f, float.PositiveInfinity)]
    [InlineData("lgamma", -3f, float.PositiveInfinity)]
    [InlineData("lgamma", float.MinValue, float.PositiveInfinity)]
    [InlineData("lgamma", float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData("lgamma", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("digamma", 0f, float.NaN)]
    [InlineData("digamma", -7f, float.NaN)]
    [InlineData("digamma", float.NegativeInfinity, float.NaN)]
    [InlineData("digamma", float.PositiveInfinity, float.PositiveInfinity)]
    public void EdgesAreAsDocumented(string name, float x, float expected)
    {
        var found = At(name, x);
        Assert.Equal(expected, found);
        if (expected == 0) Assert.Equal(float.IsNegative(expected), float.IsNegative(found));
    }

    [Theory, MemberData(nameof(Functions))]
    public void NaNStaysNaN(string name) => Assert.True(float.IsNaN(At(name, float.NaN)));

    [Theory, MemberData(nameof(Functions))]
    public void ALaneKnowsNeitherItsPlaceNorItsNeighbours(string name)
    {
        var function = ElementaryFunctions.Single[name];
        var x = ElementaryFunctions.Sweep(1 << 12);
        for (var i = 0; i + Lanes.Count <= x.Length; i += Lanes.Count)
        {
            var together = function(Lanes.Load(x.AsSpan(i)));
            for (var lane = 0; lane < Lanes.Count; lane++)
            {
                var alone = function(Vector512<float>.Zero.WithElement((lane + 5) % Lanes.Count, x[i + lane]));
                Assert.Equal(together[lane], alone[(lane + 5) % Lanes.Count]);
            }
        }
    }

    [Fact]
    public void ATurnsSineAndCosineAreAccurate()
    {
        for (var i = 0; i < 1 << 16; i++)
        {
            var turn = unchecked(i * 65537 + 12345);
            var (sine, cosine) = VectorMath.SinCosOfCircleFraction(Vector512.Create(turn));
            var angle = turn * (2 * Math.PI / 4294967296.0);
            Assert.True(Ulp.Distance(sine[0], DoubleMath.Sin(angle)) <= 3 || Math.Abs(sine[0] - DoubleMath.Sin(angle)) < 1e-15, $"sine of turn {turn}");
            Assert.True(Ulp.Distance(cosine[0], DoubleMath.Cos(angle)) <= 3 || Math.Abs(cosine[0] - DoubleMath.Cos(angle)) < 1e-15, $"cosine of turn {turn}");
        }
    }

    private static float At(string name, float x) => ElementaryFunctions.Single[name](Vector512.Create(x))[3];
}
