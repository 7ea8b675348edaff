using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Outside;

/// <summary>A distribution: log p(x) = −log(πs(1 + ((x − m)/s)²)). It knows its divergence from another of its kind, which is symmetric.</summary>
internal sealed class Cauchy : Distribution
{
    private readonly Tensor loc, scale;

    public Cauchy(Tensor loc, Tensor scale)
    {
        RequireNumbers(loc, "loc");
        RequirePositive(scale, "the scale");
        (this.loc, this.scale) = Broadcast(loc, scale, "loc and scale");
    }

    public override Shape BatchShape => loc.Shape;

    public override Shape EventShape => [];

    public override bool IsReparameterized => true;

    protected override Tensor LogProbInside(Tensor value) => -((((value - loc) / scale).Square() + 1).Log() + scale.Log()) - MathF.Log(MathF.PI);

    public override Tensor Sample(Rng rng, Shape sampleShape = default)
    {
        var angle = rng.Uniform(sampleShape.Concat(BatchShape), tape: scale.Tape) * MathF.PI - MathF.PI / 2;
        return loc + scale * (angle.Sin() / angle.Cos());
    }

    // log(((s + t)² + (m − n)²)/(4st)): Chyzak and Nielsen, A closed-form formula for the Kullback-Leibler divergence between Cauchy distributions (2019).
    protected override Tensor? DivergenceTo(Distribution other) =>
        other is Cauchy q ? (((scale + q.scale).Square() + (loc - q.loc).Square()) / (4 * scale * q.scale)).Log() : null;
}
