using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Outside;

internal static class Distributions
{
    public static void Run()
    {
        var p = new Cauchy(Tensor.From([0, 1]), 2f);
        Check.Near(-Math.Log(Math.PI * 2 * 1.25), p.LogProb(Tensor.From([1, 1]))[0].Item(), 1e-5, "log p");
        Check.That(float.IsNegativeInfinity(p.LogProb(Tensor.From([float.NaN, 1]))[0].Item()), "NaN scores −∞");
        float[] draws = [.. p.Sample(new Rng(1), [4000]).ToArray().Where((_, i) => i % 2 == 0).Order()];
        Check.Near(-2, draws[1000], 0.3, "the lower quartile");
        Check.Near(2, draws[3000], 0.3, "the upper quartile");
        Check.That(Message(() => new Cauchy(0f, -1f)).StartsWith("Cauchy: the scale must be positive", StringComparison.Ordinal), "the message names the class");
        Check.Done("a distribution");

        var q = new Cauchy(Tensor.From([0, -1]), 1f);
        var (estimate, error) = KlDivergence.Estimate(p, q, new Rng(2), 100_000);
        Check.That(KlDivergence.HasClosedForm(p, q), "a closed form of two own types");
        for (var i = 0; i < 2; i++) Check.Near(KlDivergence.Between(p, q)[i].Item(), estimate[i].Item(), 6 * error[i].Item(), "the divergence");
        Check.That(KlDivergence.HasClosedForm(new Independent(p, 1), new Independent(q, 1)), "within Independent");
        Check.That(!KlDivergence.HasClosedForm(p, new Normal(Tensor.Zeros([2]), 1f)), "no closed form with a Normal");
        Check.Done("a divergence in closed form");

        var flow = new TransformedDistribution(new Normal(0f, 1f), new SoftSign());
        var sum = Enumerable.Range(0, 2000).Sum(i => Math.Exp(flow.LogProb((i + 0.5f) / 1000 - 1).Item()) / 1000);
        Check.Near(1, sum, 1e-3, "the density of the flow");
        Check.That(float.IsNegativeInfinity(flow.LogProb(1f).Item()), "outside the codomain");
        Check.Done("a bijector");
    }

    private static string Message(Action action)
    {
        try
        {
            action();
            return "nothing was thrown";
        }
        catch (ArgumentException e)
        {
            return e.Message;
        }
    }
}
