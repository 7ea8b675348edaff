using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

public sealed class DistributionLawTests
{
    public static TheoryData<string> Names => DistributionZoo.Names;

    [Theory, MemberData(nameof(Names))]
    public void ShapesAreSamplesThenBatchThenEvent(string name) => DistributionLaws.ShapesAreSamplesThenBatchThenEvent(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void WrongShapesAreNamed(string name) => DistributionLaws.WrongShapesAreNamed(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DensityIntegratesToOne(string name) => DistributionLaws.DensityIntegratesToOne(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void StatisticsAreTheirIntegrals(string name) => DistributionLaws.StatisticsAreTheirIntegrals(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void BatchEqualsItsSingles(string name) => DistributionLaws.BatchEqualsItsSingles(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void GradientsAreDerivatives(string name) => DistributionLaws.GradientsAreDerivatives(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void OffTheSupportIsMinusInfinity(string name) => DistributionLaws.OffTheSupportIsMinusInfinity(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void NoDrawIsMoreLikelyThanTheMode(string name) => DistributionLaws.NoDrawIsMoreLikelyThanTheMode(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void FunctionsAreDefinedForNumbersOnly(string name) => FunctionLaws.FunctionsAreDefinedForNumbersOnly(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DistributionFunctionRisesFromZeroToOne(string name) => FunctionLaws.DistributionFunctionRisesFromZeroToOne(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void QuantileInvertsTheDistributionFunction(string name) => FunctionLaws.QuantileInvertsTheDistributionFunction(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void SlopeOfTheDistributionFunctionIsTheDensity(string name) => FunctionLaws.SlopeOfTheDistributionFunctionIsTheDensity(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void FunctionsGradientsAreDerivatives(string name) => FunctionLaws.GradientsAreDerivatives(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void GradientsOfDrawsAreThoseOfTheQuantile(string name) => FunctionLaws.GradientsOfDrawsAreThoseOfTheQuantile(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void MillionDrawsFollowTheDistributionFunction(string name) => FunctionLaws.MillionDrawsFollowTheDistributionFunction(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DrawsFollowTheDensity(string name) => SamplingLaws.DrawsFollowTheDensity(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DrawsHaveTheMoments(string name) => SamplingLaws.DrawsHaveTheMoments(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void SampleAndLogProbIsSampleThenLogProb(string name) => SamplingLaws.SampleAndLogProbIsSampleThenLogProb(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DrawsAreDifferentiableIfTheySaySo(string name) => SamplingLaws.DrawsAreDifferentiableIfTheySaySo(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DrawsLiveOnTheParametersTape(string name) => SamplingLaws.DrawsLiveOnTheParametersTape(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DivergenceIsZeroAtEqualityAndElsewhereTheEstimate(string name) => DivergenceLaws.IsZeroAtEqualityAndElsewhereTheEstimate(DistributionZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void DivergencesGradientsAreDerivatives(string name) => DivergenceLaws.GradientsAreDerivatives(DistributionZoo.Find(name));
}
