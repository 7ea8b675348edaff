using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Tests.Laws;

namespace Ansatz.Tests.Distributions;

public sealed class MixtureTests
{
    private static readonly Tensor logits = Tensor.From([0.5f, -1, 0.2f]), means = Tensor.From([0, 1, -2, 0.5f, 3, -1], [3, 2]), scales = Tensor.From([1, 0.5f, 2, 0.3f, 0.7f, 1], [3, 2]);

    [Fact]
    public void TheFusedScoreOfNormalsIsTheComposedOne()
    {
        var points = Draws();
        Near.All(Mixture(logits, means, scales).LogProbComposed(points), Mixture(logits, means, scales).LogProb(points), 1e-6);
    }

    [Fact]
    public void ItsGradientsAreThoseOfTheComposedOne()
    {
        var (fused, composed) = (Gradients(m => m.LogProb), Gradients(m => m.LogProbComposed));
        for (var i = 0; i < fused.Length; i++) Near.All(composed[i], fused[i], 2e-5);
    }

    [Fact]
    public void WhereEveryDensityVanishesThereIsNoGradient()
    {
        using var tape = new Tape();
        Tensor x = tape.Watch(Tensor.From([1e30f, 0, 0, 0], [2, 2])), m = tape.Watch(means), s = tape.Watch(scales);
        var score = Mixture(logits, m, s).LogProb(x);
        Assert.Equal(float.NegativeInfinity, score.ToArray()[0]);
        var gradients = tape.Backward(score.Slice(0, 0, 1).Sum());
        foreach (var watched in (Tensor[])[x, m, s]) Assert.All(gradients[watched].ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void ItsSupportIsWhereAComponentsIs()
    {
        var mixture = new MixtureSameFamily(new Categorical(Tensor.Zeros([2])), new Uniform(Tensor.From([0, 2]), Tensor.From([1, 3])));
        var values = Tensor.From([-1, 0.5f, 1.5f, 2.5f]);
        Assert.Equal([0, 1, 0, 1], mixture.Support.Contains(values).ToArray());
        Assert.False(mixture.Support.ContainsAll(values));
        Assert.True(mixture.Support.ContainsAll(Tensor.From([0.5f, 2.5f])));
        Assert.Equal([0, 0.5f, 0, 0.5f], mixture.LogProb(values).Exp().ToArray());
    }

    private static Tensor Draws() => Mixture(logits, means, scales).Sample(new Rng(1), [1500]);

    private static MixtureSameFamily Mixture(Tensor l, Tensor m, Tensor s) => new(new Categorical(l), new MultivariateNormalDiag(m, s));

    private static Tensor[] Gradients(Func<MixtureSameFamily, Func<Tensor, Tensor>> score)
    {
        using var tape = new Tape();
        Tensor[] watched = [tape.Watch(Draws()), tape.Watch(logits), tape.Watch(means), tape.Watch(scales)];
        var gradients = tape.Backward(score(Mixture(watched[1], watched[2], watched[3]))(watched[0]).Mean());
        return [.. watched.Select(w => gradients[w].Detach())];
    }
}
