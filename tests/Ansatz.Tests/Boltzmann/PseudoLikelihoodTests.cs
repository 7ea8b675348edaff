using Ansatz.Boltzmann;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Boltzmann;

public sealed class PseudoLikelihoodTests
{
    [Fact]
    public void OnAverageItIsTheSumOfTheConditionals()
    {
        const int Visible = 4, Draws = 20_000;
        var machine = SmallMachine.Random(Visible, 3, 1);
        var states = SmallMachine.States(Visible);
        var free = machine.FreeEnergy(states).ToArray();
        const int State = 5;
        var terms = Enumerable.Range(0, Visible).Select(i => -Math.Log(1 + Math.Exp(free[State] - free[State ^ (1 << i)]))).ToArray();
        var copies = states.Gather(0, [.. Enumerable.Repeat(State, Draws)]);
        var estimates = PseudoLikelihood.Estimate(machine, copies, new Rng(2)).ToArray();
        Assert.Equal(terms.Order().Select(t => Visible * t), estimates.Select(e => (double)e).Distinct().Order(), (a, b) => Math.Abs(a - b) < 1e-4);
        var deviation = Math.Sqrt(terms.Average(t => (Visible * t - terms.Sum()) * (Visible * t - terms.Sum())) / Draws);
        Assert.Equal(terms.Sum(), estimates.Average(e => (double)e), tolerance: 5 * deviation);
    }
}
