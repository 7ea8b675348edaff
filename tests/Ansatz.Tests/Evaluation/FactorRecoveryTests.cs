using Ansatz.Evaluation;
using Ansatz.Random;

namespace Ansatz.Tests.Evaluation;

public sealed class FactorRecoveryTests
{
    private const int Count = 2000;

    private static (float[] Latent, double[] Angle) Ring(Func<double, (double X, double Y)> place)
    {
        var rng = new Rng(3);
        var latent = new float[2 * Count];
        var angle = new double[Count];
        for (var i = 0; i < Count; i++)
        {
            angle[i] = Math.Tau * rng.NextUniform();
            var (x, y) = place(angle[i]);
            (latent[2 * i], latent[2 * i + 1]) = ((float)x, (float)y);
        }
        return (latent, angle);
    }

    [Fact]
    public void ARingTellsItsAngle()
    {
        var (latent, angle) = Ring(t => (Math.Cos(t), Math.Sin(t)));
        var (cosine, sine) = FactorRecovery.RSquaredOfAngle(latent, 2, angle);
        Assert.InRange(cosine, 0.999, 1);
        Assert.InRange(sine, 0.999, 1);
    }

    [Fact]
    public void AFoldedRingTellsOnlyHalfOfIt()
    {
        var (latent, angle) = Ring(t => (Math.Cos(t), 0));
        var (cosine, sine) = FactorRecovery.RSquaredOfAngle(latent, 2, angle);
        Assert.InRange(cosine, 0.999, 1);
        Assert.InRange(sine, -0.2, 0.05);
    }

    [Fact]
    public void NoiseTellsNothing()
    {
        var (_, angle) = Ring(t => (0, 0));
        var latent = new float[2 * Count];
        new Rng(4).Normal(latent);
        // Ten values of the same variance averaged: the residual is 1 + 1/10 of it.
        Assert.Equal(-0.1, FactorRecovery.RSquared(latent, 2, angle), 0.06);
    }

    [Fact]
    public void ASmallCaseByHand()
    {
        // Neighbours of 0.4 among 0, 1, 5 are 0 and 1, of 3.1 they are 5 and 1, of 9 again; the factor of points 0, 1, 5 is 2, 4, 10.
        float[] latent = [0, 1, 5, 0.4f, 3.1f, 9];
        double[] factor = [2, 4, 10, 3, 6, 12]; // predicted 3, 7, 7; mean 7
        Assert.Equal(1 - (0.0 + 1 + 25) / (16 + 1 + 25), FactorRecovery.RSquared(latent, 1, factor, neighbours: 2), 1e-15);
    }

    [Fact]
    public void OfEquallyNearPointsTheEarlierCounts() =>
        Assert.Equal(1 - (1.0 + 1) / (1 + 1), FactorRecovery.RSquared([1, -1, 1, 0, 0, 0], 1, [4, 9, 9, 3, 5, 4], neighbours: 1), 1e-15);

    [Fact]
    public void WhatCannotBeExplainedIsRefused()
    {
        string Refused(float[] latent, double[] factor, int neighbours = 1) =>
            Assert.Throws<ArgumentException>(() => FactorRecovery.RSquared(latent, 1, factor, neighbours)).Sentence();
        Assert.Contains("2 points are too few for 2 neighbours", Refused([1, 2], [1, 2], 2), StringComparison.Ordinal);
        Assert.Contains("3 latent values for 2 factors", Refused([1, 2, 3], [1, 2]), StringComparison.Ordinal);
        Assert.Contains("the coordinate NaN", Refused([1, float.NaN], [1, 2]), StringComparison.Ordinal);
        Assert.Contains("the same everywhere", Refused([1, 2, 3, 4], [1, 2, 3, 3]), StringComparison.Ordinal);
    }
}
