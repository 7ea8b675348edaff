using Ansatz.Bijectors;
using Ansatz.Tensors;
using Arctangent = Ansatz.Bijectors.Arctangent;

namespace Ansatz.Tests.Bijectors;

/// <summary>Values and log-determinants that mpmath gives with 80 to 700 digits, at the edges and at extreme magnitudes.</summary>
public sealed class IndependentValueTests
{
    [Theory]
    [InlineData(1e30f, 1.57079633f, -138.155106f)]
    [InlineData(1e-30f, 1e-30f, -0.0f)]
    [InlineData(3e7f, 1.57079629f, -34.4334159f)]
    [InlineData(-5, -1.37340077f, -3.25809654f)]
    public void AnArctangent(float x, float y, float logDet) => Check(new Arctangent(), x, y, logDet, inverts: Math.Abs(x) < 1e6);

    [Theory]
    [InlineData(1e30f, 0.5f, 0.7f, 1.15264006e21f, -20.9378858f)]
    [InlineData(1e-30f, 0.5f, 0.7f, 0.357189723f, -0.296636095f)]
    [InlineData(-1e20f, -1, 1.3f, -4.51742393e26f, 15.5858167f)]
    [InlineData(2, 0.5f, 0.7f, 1.82089779f, -0.430267768f)]
    public void ASinhOfAnArcsinh(float x, float skewness, float tail, float y, float logDet) => Check(new SinhArcsinh(skewness, tail), x, y, logDet, inverts: Math.Abs(x) > 1);

    [Theory]
    [InlineData(-50, -17.0263461f, -1.15752926f)]
    [InlineData(-1000, -315.574949f, -1.15752924f)]
    [InlineData(0.3f, -0.17279043f, -1.20751011f)]
    [InlineData(200, 62.1655992f, -1.15752924f)]
    public void AMonotoneNetwork(float x, float y, float logDet) =>
        Check(new MonotoneSigmoids(Tensor.From([0, 1]), Tensor.From([1, -1]), Tensor.From([2, -1])), x, y, logDet);

    [Fact]
    public void PlanarMapsNearTheirLimit()
    {
        // u·w = −60: only 9e-27 of the determinant's 1 + û·w is left.
        Check(new Planar(Tensor.From([-30, -30]), Tensor.From([1, 1]), 0f), Tensor.From([0.01f, 0.02f]), Tensor.From([-0.00499550151f, 0.00500449827f]), -7.01371571f, inverts: false);
        Check(new Planar(Tensor.From([1, 2]), Tensor.From([0.5f, -1]), 0.3f), Tensor.From([0.7f, -0.2f]), Tensor.From([1.58495958f, 0.794358702f]), -0.539911301f);
    }

    [Fact]
    public void RadialMapsNearAndFar()
    {
        Check(new Radial(Tensor.From([0, 0]), 1f, -30f), Tensor.From([1e-3f, 0]), Tensor.From([7.60883547e-7f, 0]), -13.6692939f);
        Check(new Radial(Tensor.From([1, 0]), 1f, -2f), Tensor.From([1e20f, 1e20f]), Tensor.From([1e20f, 1e20f]), -8.38864571e-21f);
        Check(new Radial(Tensor.From([0, 1]), 0f, 2f), Tensor.From([0.5f, 0.5f]), Tensor.From([1.01197171f, -0.01197171f]), 1.11508092f);
    }

    [Fact]
    public void SharesThatAreTiny()
    {
        Check(new SoftmaxCentered(), Tensor.From([-60, 30]), Tensor.From([8.19401262e-40f, 1, 9.35762297e-14f]), -120);
        Check(new SoftmaxCentered(), Tensor.From([80, 80]), Tensor.From([0.5f, 0.5f, 9.02425694e-36f]), -82.0794415f);
    }

    [Fact]
    public void ACorrelationOfAlmostOne() => Check(new CorrelationCholesky(), Tensor.From([1e20f, -3, 1e-20f]),
        Tensor.From([1, 0, 0, 1, 1e-20f, 0, -0.948683298f, 3.16227756e-21f, 0.316227766f], [3, 3]), -142.760276f);

    [Fact]
    public void WrongArgumentsAreNamed()
    {
        Assert.Equal("exponent", Assert.Throws<ArgumentOutOfRangeException>(() => new Power(0)).ParamName);
        Assert.Throws<ArgumentException>(() => new Sylvester(Tensor.Ones([1, 3]), Tensor.Ones([4, 4]), Tensor.Ones([4, 4]), Tensor.Ones([4])));
        Assert.Throws<ArgumentException>(() => new Box(0f, 0f));
        Assert.Throws<ArgumentException>(() => new Split());
        Assert.Throws<ArgumentException>(() => new FillScaleTriL().Forward(Tensor.Ones([4])));
        Assert.Throws<ArgumentException>(() => new CorrelationCholesky().Forward(Tensor.Ones([2])));
        Assert.Throws<ArgumentException>(() => new Squeeze().Forward(Tensor.Ones([3, 2, 1])));
        Assert.Throws<ArgumentException>(() => new SplitCoupling(3, _ => new Identity()).Forward(Tensor.Ones([3])));
        Assert.Throws<ArgumentException>(() => new MultiScale([4, 4, 1], new Invert(new Squeeze()), new Squeeze()));
        Assert.Throws<ArgumentException>(() => new LowerUpper(Tensor.Identity(2), 1, 1));
    }

    private static void Check(Bijector map, Tensor x, Tensor y, float logDet, bool inverts = true)
    {
        var (found, foundLogDet) = map.ForwardAndLogDet(x);
        Assert.Equal(y.ToArray(), found.ToArray(), Close);
        Assert.True(Close(logDet, foundLogDet.Item()) || Math.Abs(logDet - foundLogDet.Item()) < 1e-20, $"found the log-determinant {foundLogDet.Item()}, expected {logDet}");
        if (!inverts) return;
        var (back, backLogDet) = map.InverseAndLogDet(found);
        Assert.Equal(x.ToArray(), back.ToArray(), (a, b) => Math.Abs(a - b) <= 2e-5 * Math.Max(Math.Abs(a), 1e-30));
        Assert.True(Math.Abs(logDet + backLogDet.Item()) <= 2e-5 * Math.Max(1, Math.Abs(logDet)), $"found the inverse's log-determinant {backLogDet.Item()}, expected {-logDet}");
    }

    private static bool Close(float a, float b) => Math.Abs(a - b) <= 4e-6 * Math.Max(Math.Abs(a), 1e-35);
}
