using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Every bijector. A new one is a row here, and all laws apply to it.</summary>
public static partial class BijectorZoo
{
    public static IReadOnlyList<BijectorCase> All { get; } =
    [
        .. OfNumbers(), .. OfVectors(), .. OfShapes(), .. OfFlows(),
        new("Shift", p => new B.Shift(p[0]), [Numbers(-2, 0, 1.5f)], []),
        new("Scale", p => new B.Scale(p[0]), [Numbers(-2, 0.5f, 1.5f)], []),
        new("QuadraticShear", p => new B.QuadraticShear(p[0]), [Numbers(-1, 0, 3)], [2]),
        new("Rotation", p => new B.Rotation(p[0]), [Numbers(-1, 0, 3)], [2]),
        new("Tanh", _ => new B.Tanh(), [], [])
        {
            HardInputs = [-1e5f, -20, -1e-30f, 0, 1e-30f, 20, 1e5f],
            HardOutputs = [-0.99999994f, -1e-30f, 0, 1e-30f, 0.99999994f],
            Unreachable = [-1, 1, -1.5f, 3e38f],
        },
        new("Invert", _ => new B.Invert(new B.Tanh()), [], [], -0.95f, 0.95f)
        {
            HardInputs = [-0.99999994f, -1e-30f, 0, 1e-30f, 0.99999994f],
        },
        new("Chain", p => new B.Chain(
                new B.Shift(Tensor.From([0, -2f])), new B.Scale(Tensor.From([1, 0.5f])), new B.QuadraticShear(p[0]), new B.Rotation(p[1]), new B.Tanh()),
            [Numbers(3, 0.5f, -1), Numbers(0, 2, 5)], [2], -0.4f, 0.4f)
        {
            HardInputs = [-2, 0, 2],
            HardOutputs = [-0.99999994f, 0, 0.99999994f],
            Unreachable = [-1, 1, 2],
        },
        new("Chain of numbers", p => new B.Chain(new B.Tanh(), new B.Scale(p[0]), new B.Shift(p[1])), [Numbers(1, 2, 0.5f), Numbers(0, 2, -1)], [], -1, 1)
        {
            HardOutputs = [],
            Unreachable = [-4, 5],
        },
        new("Exp", _ => new B.Exp(), [], [])
        {
            HardInputs = [-80, -1e-30f, 0, 1e-30f, 80],
            HardOutputs = [1e-38f, 1, 1e30f],
            Unreachable = [0, -1, -1e-38f],
        },
        new("Sigmoid", _ => new B.Sigmoid(), [], [])
        {
            HardInputs = [-80, -1e-30f, 0, 1e-30f, 16],
            HardOutputs = [1e-38f, 0.5f, 0.99999994f],
            Unreachable = [0, 1, -1, 2],
        },
        new("Softplus", _ => new B.Softplus(), [], [])
        {
            HardInputs = [-80, -1e-30f, 0, 1e-30f, 1e30f],
            HardOutputs = [1e-38f, 1, 1e30f],
            Unreachable = [0, -1],
        },
        new("ScaleTriL", p => new B.ScaleTriL(p[0]), [Tensor.From([0.5f, 0, 1, 0.6f, 1, 0, -0.5f, -1.2f, 1.5f, 0, 0.3f, 0.7f], [3, 2, 2])], [2]),
        new("Permute", _ => new B.Permute(2, 0, 1), [], [3]),
        new("MaskedCoupling", p => new B.MaskedCoupling(
                Tensor.From([1, 0, 1]), known => new B.Chain(new B.Scale((p[0] * known.Sum(-1, keepDimension: true)).Tanh().Exp()), new B.Shift(known.Gather(-1, 1, 2, 0))), [p[0].Shape[0]]),
            [Tensor.From([0.5f, 1, -1], [3, 1])], [3])
        {
            HardInputs = [-20, 0, 20],
            HardOutputs = [-20, 0, 20],
        },
        new("RationalQuadraticSpline", p => new B.RationalQuadraticSpline(p[0], p[1], p[2], 2),
            [
                Tensor.From([0, 1, -1, 0.5f, 2, 0, 0, 0, 0, 0, 0, 0], [3, 4]),
                Tensor.From([1, -0.5f, 0, 0.3f, 0, 1, 2, -1, 0, 0, 0, 0], [3, 4]),
                Tensor.From([0.5f, -1, 1, 2, 0, -2, 0, 0, 0], [3, 3]),
            ], [])
        {
            Points = [-1.65f, -0.6f, -1.5f, -0.4f, 1.03f, -0.4f, 0.72f, 1.42f, 0.6f, 1.4f, 1.8f, 1.5f, -2.5f, 2.5f, -2.2f, -1, -1.5f, 0.3f],
            HardInputs = [-1e30f, -2, 0, 2, 1e30f],
            HardOutputs = [-1e30f, -2, 0, 2, 1e30f],
        },
    ];

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];

    public static BijectorCase Find(string name) => All.Single(c => c.Name == name);

    internal static Tensor Numbers(params float[] values) => Tensor.From(values);
}
