using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>The statistical laws find the errors that their documentation says they find.</summary>
public sealed class LawPowerTests
{
    /// <summary>Draws N(shift, stretch²) and scores N(0, 1).</summary>
    private sealed class Deviating(float shift, float stretch) : Distribution
    {
        private readonly Normal standard = new(Tensor.Zeros([DistributionCase.BatchLength]), 1);

        public override Shape BatchShape => standard.BatchShape;

        public override Shape EventShape => [];

        public override Tensor Mean => standard.Mean;

        public override Tensor Variance => standard.Variance;

        protected override Tensor LogProbInside(Tensor value) => standard.ScoreInside(value);

        public override Tensor Sample(Rng rng, Shape sampleShape = default) => standard.Sample(rng, sampleShape).Affine(stretch, shift);
    }

    private static DistributionCase Case(float shift, float stretch) => new("Deviating", _ => new Deviating(shift, stretch), []) { Box = [(-8, 8)] };

    [Fact]
    public void WhatIsRightPasses()
    {
        SamplingLaws.DrawsFollowTheDensity(Case(0, 1));
        SamplingLaws.DrawsHaveTheMoments(Case(0, 1));
    }

    [Theory, InlineData(0.05f, 1), InlineData(0, 1.0833f), InlineData(0, 0.92f)]
    public void SmallDeviationsAreFound(float shift, float stretch)
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SamplingLaws.DrawsFollowTheDensity(Case(shift, stretch)));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => SamplingLaws.DrawsHaveTheMoments(Case(shift, stretch)));
    }
}
