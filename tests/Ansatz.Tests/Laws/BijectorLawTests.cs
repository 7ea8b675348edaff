using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

public sealed class BijectorLawTests
{
    public static TheoryData<string> Names => BijectorZoo.Names;

    [Theory, MemberData(nameof(Names))]
    public void InverseUndoesForward(string name) => BijectorLaws.InverseUndoesForward(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void LogDetIsTheJacobiansByTape(string name) => BijectorLaws.LogDetIsTheJacobiansByTape(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void LogDetIsTheJacobiansByDifferences(string name) => BijectorLaws.LogDetIsTheJacobiansByDifferences(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void InverseLogDetIsMinusForwardLogDet(string name) => BijectorLaws.InverseLogDetIsMinusForwardLogDet(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void BatchEqualsItsSingles(string name) => BijectorLaws.BatchEqualsItsSingles(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void FiniteAtTheEdges(string name) => BijectorLaws.FiniteAtTheEdges(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void CodomainIsWhatForwardGives(string name) => BijectorLaws.CodomainIsWhatForwardGives(BijectorZoo.Find(name));

    [Theory, MemberData(nameof(Names))]
    public void GradientsReachTheParameters(string name) => BijectorLaws.GradientsReachTheParameters(BijectorZoo.Find(name));
}
