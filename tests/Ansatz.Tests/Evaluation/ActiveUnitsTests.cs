using Ansatz.Evaluation;

namespace Ansatz.Tests.Evaluation;

public sealed class ActiveUnitsTests
{
    [Fact]
    public void AVariedMeanIsActiveAndAConstantOneIsNot()
    {
        float[] means = [1, 0, 0.05f, 3, 0, -0.05f, 5, 0, 0.05f];
        Assert.Equal(1, ActiveUnits.Count(means, 3));
        Training.Steps.AssertNear([4, 0, 1e-2 / 3], [.. ActiveUnits.Variances(means, 3).Select(v => (float)v)], 1e-7);
    }

    [Fact]
    public void WhatHasNoVarianceIsRefused()
    {
        Assert.Throws<ArgumentException>(() => ActiveUnits.Count([1, 2], 2));
        Assert.Throws<ArgumentException>(() => ActiveUnits.Count([1, 2], 0));
        Assert.Contains("dimension 1 is not finite", Assert.Throws<ArgumentException>(() => ActiveUnits.Count([1, 2, 3, float.NaN], 2)).Sentence(), StringComparison.Ordinal);
    }
}
