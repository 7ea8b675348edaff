using Ansatz.Flows;
using Ansatz.Random;
using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Bijectors whose parts are chosen by the value itself, and the continuous flow.</summary>
public static partial class BijectorZoo
{
    private static BijectorCase[] OfFlows() =>
    [
        new("SplitCoupling", p => new B.SplitCoupling(1, known => new B.Affine((known * p[0]).Tanh(), (known + p[0]).Sigmoid() + 0.5f), 1, p[0].Shape[..^1]),
            [Tensor.From([0.5f, 1, -1, 2, 0, 0.3f], [3, 2])], [3])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("SplitCoupling of images", p => new B.SplitCoupling(2, known => new B.Shift(known * p[0].Reshape(p[0].Shape.Concat([1, 1, 1]))), 3, p[0].Shape), [Numbers(0.5f, 1, -1)], [2, 1, 4])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("MaskedAutoregressive", p => new B.MaskedAutoregressive(3, y => Before(y) is var sum ? new B.Affine((sum * p[0]).Tanh(), (sum * 0.5f).Sigmoid() + 0.5f) : null!, p[0].Shape[..^1]),
            [Tensor.From([0.5f, 1, -1], [3, 1])], [3])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("RowFlow", p => Rows(p[0]), [Tensor.From([0.5f, -1, 2, 0, 0.3f, 1], [3, 2])], [3])
        {
            // At some distance from the kinks of the rectifiers.
            Points = [-2.1f, 0.7f, 1.3f],
        },
        // A rotation towards the origin and a field with a divergence that depends on place and time.
        new("OdeFlow", p => new B.OdeFlow((x, t) =>
            {
                Tensor rate = p[0].Reshape(p[0].Shape.Concat([1])), tanh = x.Tanh();
                return (x.Gather(-1, 1, 0) * Tensor.From([-1, 1]) + tanh * rate * (1 + t), ((1 - tanh.Square()) * rate).Sum(-1) * (1 + t));
            }, (x, t) => x.Gather(-1, 1, 0) * Tensor.From([-1, 1]) + x.Tanh() * p[0].Reshape(p[0].Shape.Concat([1])) * (1 + t), 16, p[0].Shape), [Numbers(0.5f, -1, 0.2f)], [2])
        {
            HardInputs = [-1e20f, -20, -1e-30f, 0, 1e-30f, 20, 1e20f],
            HardOutputs = [-1e20f, -20, -1e-30f, 0, 1e-30f, 20, 1e20f],
        },
    ];

    // Two couplings, whose networks see a context of two numbers.
    private static B.Bijector Rows(Tensor context)
    {
        var networks = Enumerable.Range(0, 2).Select(_ => new Conditioner(1, 2, [5], 4)).ToArray();
        for (var i = 0; i < 2; i++)
            foreach (var p in networks[i].Parameters())
            {
                p.Storage().Clear();
                new Rng(3).Fork(i).Fork(p.Name).Normal(p.Storage());
            }
        var order = FlowSteps.Reversal(3);
        var parts = FlowSteps.Between(2, i => new B.SplitCoupling(1, known => FlowSteps.Affine(networks[i].Forward(known, context, default)), 1, context.Shape[..^1]), _ => new B.Permute(order));
        return RowFlow.Of(parts, 3, context, default, Steps(isInverse: false), Steps(isInverse: true));

        IEnumerable<RowStep?> Steps(bool isInverse) =>
            RowFlow.Between(2, isInverse, i => networks[i].Rows(3, 1, 2, default, new AffineElements(4, isInterleaved: false, isInverse)), _ => FlowSteps.Permuted(order, isInverse));
    }

    // The sum of the elements before each.
    private static Tensor Before(Tensor y) => y.CumulativeSum() - y;
}
