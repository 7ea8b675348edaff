using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Every bijector. A new one is a row here, and all laws apply to it.</summary>
public static class BijectorZoo
{
    public static IReadOnlyList<BijectorCase> All { get; } =
    [
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
    ];

    public static TheoryData<string> Names => [.. All.Select(c => c.Name)];

    public static BijectorCase Find(string name) => All.Single(c => c.Name == name);

    internal static Tensor Numbers(params float[] values) => Tensor.From(values);
}
