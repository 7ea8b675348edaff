using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Bijectors of vectors with a formula of their own.</summary>
public static partial class BijectorZoo
{
    private static BijectorCase[] OfVectors() =>
    [
        new("SoftmaxCentered", _ => new B.SoftmaxCentered(), [], [3])
        {
            HardInputs = [-80, -20, -1e-30f, 0, 1e-30f, 20, 80],
            HardOutputs = [],
            Unreachable = [0, 1, 0.5f, -1],
            FreeOutputs = [0, 1, 2],
        },
        new("Ordered", _ => new B.Ordered(), [], [4], -2, 2)
        {
            HardInputs = [-80, -20, -1e-30f, 0, 1e-30f, 20, 80],
            HardOutputs = [],
            Unreachable = [0, -1, 2],
        },
        new("CumulativeSum", _ => new B.CumulativeSum(), [], [4]) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("FillScaleTriL", _ => new B.FillScaleTriL(), [], [6])
        {
            HardInputs = [-10, -1e-30f, 0, 1e-30f, 1e30f],
            HardOutputs = [1e-4f, 1, 1e30f],
            Unreachable = [0, -1, 1],
            FreeOutputs = [0, 3, 4, 6, 7, 8],
        },
        new("FillScaleTriL by exponentials", _ => new B.FillScaleTriL(new B.Exp()), [], [3])
        {
            HardOutputs = [1e-30f, 1, 1e30f],
            Unreachable = [0, -1, 1],
            FreeOutputs = [0, 2, 3],
        },
        new("CorrelationCholesky", _ => new B.CorrelationCholesky(), [], [6])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = [],
            Unreachable = [0, -1, 1],
            FreeOutputs = [4, 8, 9, 12, 13, 14],
        },
        new("Planar", p => new B.Planar(p[0], p[1], p[2]),
            [Tensor.From([1, 0.5f, -2, 1, 0.1f, 0], [3, 2]), Tensor.From([0.5f, 2, 1.5f, 1, -1, 0.3f], [3, 2]), Numbers(0, 0.5f, -1)], [2])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("Radial", p => new B.Radial(p[0], p[1], p[2]),
            [Tensor.From([1, 0.5f, -2, 1, 0.15f, 0], [3, 2]), Numbers(0, 1, -1), Numbers(1, -2, 0.5f)], [2])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("Sylvester", p => new B.Sylvester(p[0], p[1], p[2], p[3]),
            [
                Tensor.From([1, 0.5f, -2, 1, 0.1f, 0, 0.5f, 0.5f, 1, 0, 1, -1, 2, 1, 1, -1, 1, 0.5f], [3, 2, 3]),
                Tensor.From([1, 0.5f, 0, -1, 0.2f, 2, 0, 0.7f, -0.5f, -1, 0, 1.2f], [3, 2, 2]),
                Tensor.From([-0.6f, 0.5f, 0, 0.5f, 1, -1, 0, 0.7f, 1.5f, 1, 0, -0.2f], [3, 2, 2]),
                Tensor.From([0, 0.5f, -1, 0.3f, 1, 0], [3, 2]),
            ], [3])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("LowerUpper", p => new B.LowerUpper(p[0], 2, 0, 1),
            [Tensor.From([1, 0.5f, -2, 1, 0.7f, 0, 0.5f, 0.5f, 1, -2, 1, -1, 2, 1, 1, -1, 1, 0.5f, 1, 0, 0, 0, 1, 0, 0, 0, -1], [3, 3, 3])], [3])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("LowerUpper of one matrix", _ => new B.LowerUpper(Tensor.From([1, 0.5f, -2, 1, 0.7f, 0, 0.5f, 0.5f, 1], [3, 3])), [], [3])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
    ];
}
