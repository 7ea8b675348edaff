using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Bijectors;

/// <summary>A user's own bijector is one class with two methods, and the laws tell whether it is right.</summary>
public sealed class OwnBijectorTests
{
    /// <summary>y = arsinh x = log(x + √(x² + 1)); log-determinant −½ log(x² + 1).</summary>
    private sealed class Arsinh : Bijector
    {
        public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x)
        {
            var root = (x.Square() + 1).Sqrt();
            return ((x + root).Log(), -root.Log());
        }

        public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y)
        {
            Tensor up = y.Exp(), down = (-y).Exp();
            return ((up - down) * 0.5f, ((up + down) * 0.5f).Log());
        }
    }

    /// <summary>A scaling that believes to be a shift.</summary>
    private sealed class ForgottenLogDet(Tensor scale) : Bijector
    {
        public override Shape BatchShape => scale.Shape;

        public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x * scale, NoVolumeChange(x));

        public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => (y / scale, NoVolumeChange(y));
    }

    /// <summary>A shift that does not say that it is a batch of shifts.</summary>
    private sealed class SilentBatch(Tensor shift) : Bijector
    {
        public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x + shift, NoVolumeChange(x + shift));

        public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => (y - shift, NoVolumeChange(y - shift));
    }

    /// <summary>A scaling whose two log-determinants contradict each other.</summary>
    private sealed class WrongSign(Tensor scale) : Bijector
    {
        public override (Tensor Y, Tensor LogDet) ForwardAndLogDet(Tensor x) => (x * scale, scale.Log().BroadcastTo(x.Shape));

        public override (Tensor X, Tensor LogDet) InverseAndLogDet(Tensor y) => (y / scale, scale.Log().BroadcastTo(y.Shape));
    }

    private static readonly BijectorCase Own = new("Arsinh", _ => new Arsinh(), [], []) { HardInputs = [-100, -1e-30f, 0, 1e-30f, 100] };

    private static readonly BijectorCase Forgotten = new("ForgottenLogDet", p => new ForgottenLogDet(p[0]), [Tensor.From([2, 0.5f, 3])], []);

    private static readonly BijectorCase Sign = new("WrongSign", p => new WrongSign(p[0]), [Tensor.From([2, 0.5f, 3])], []);

    [Fact]
    public void TwoMethodsAreEnough() => BijectorLaws.HoldAll(Own);

    [Fact]
    public void TheyMakeADistribution()
    {
        var p = new TransformedDistribution(new Normal(0, 1), new Arsinh());
        var c = new DistributionCase("Arsinh normal", _ => new Independent(new TransformedDistribution(new Normal(Tensor.Zeros([3]), 1), new Arsinh()), 0), []) { Box = [(-8, 8)] };
        DistributionLaws.DensityIntegratesToOne(c);
        SamplingLaws.DrawsFollowTheDensity(c);
        Assert.Equal(p.LogProb(0.5f).Item(), new Chain(new Invert(new Arsinh())).ForwardLogDetJacobian(0.5f).Item() + new Normal(0, 1).LogProb(MathF.Sinh(0.5f)).Item(), 1e-5f);
    }

    [Fact]
    public void ABatchThatIsNotDeclaredIsNamed()
    {
        var p = new TransformedDistribution(new Normal(0, 1), new SilentBatch(Tensor.From([1, 2f])));
        var error = Assert.Throws<InvalidOperationException>(() => p.LogProb(0f));
        Assert.Equal("SilentBatch: its log-determinant has shape [2] where [] was expected; if its parameters have a batch, override BatchShape to say so.", error.Message);
    }

    [Fact]
    public void AForgottenLogDetBreaksTheLaws()
    {
        BijectorLaws.InverseUndoesForward(Forgotten);
        BijectorLaws.InverseLogDetIsMinusForwardLogDet(Forgotten);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => BijectorLaws.LogDetIsTheJacobiansByTape(Forgotten));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => BijectorLaws.LogDetIsTheJacobiansByDifferences(Forgotten));
        var density = new DistributionCase("Forgotten", p => new TransformedDistribution(new Normal(0, 1), Forgotten.Build(p)), Forgotten.Parameters) { Box = [(-20, 20)] };
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => DistributionLaws.DensityIntegratesToOne(density));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SamplingLaws.DrawsFollowTheDensity(density));
    }

    [Fact]
    public void AWrongSignBreaksTheLaws()
    {
        BijectorLaws.LogDetIsTheJacobiansByTape(Sign);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => BijectorLaws.InverseLogDetIsMinusForwardLogDet(Sign));
    }
}
