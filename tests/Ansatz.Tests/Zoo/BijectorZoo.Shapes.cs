using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Bijectors that change shapes, or divide events into parts.</summary>
public static partial class BijectorZoo
{
    private static BijectorCase[] OfShapes() =>
    [
        new("Reshape", _ => new B.Reshape([6], [2, 3]), [], [6]) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("Reshape to numbers", _ => new B.Reshape([1, 2], [2]), [], [1, 2]),
        new("Squeeze", _ => new B.Squeeze(), [], [4, 2, 1]) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("Split", p => new B.Split((1, new B.Exp()), (2, new B.Affine(0f, p[0]))), [Tensor.From([0.5f, -1, 2, 0.3f, 1, -2], [3, 2])], [3])
        {
            HardOutputs = [1e-30f, 1, 20],
            Unreachable = [0, -1],
        },
        new("Split with a rotation", p => new B.Split((2, new B.Rotation(p[0])), (1, new B.Tanh())), [Numbers(0.5f, -1, 2)], [3])
        {
            HardOutputs = [-0.99999994f, -1e-30f, 0, 1e-30f, 0.99999994f],
            Unreachable = [1, -2],
        },
        new("MultiScale", p => new B.MultiScale([4, 4, 1],
                new B.Chain(new B.Affine(0f, p[0].Reshape(p[0].Shape[..^1].Concat([1, 1, p[0].Shape[^1]]))), new B.Invert(new B.Squeeze())),
                new B.Chain(new B.Permute(1, 3, 0, 2), new B.Invert(new B.Squeeze()), new B.Shift(p[1].Reshape(p[1].Shape.Concat([1, 1, 1]))))),
            [Tensor.From([0.5f, -1, 2, 0.3f, 1, -2, 0.5f, 3, 1, 1, 1, 2, 0.5f, -1, 2, 0.3f, 1, -2, 0.5f, 3, 1, 1, 1, 2], [3, 8]), Numbers(1, 0, -2)], [16])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
    ];
}
