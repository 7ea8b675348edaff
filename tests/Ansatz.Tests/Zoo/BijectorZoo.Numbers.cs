using Ansatz.Tensors;
using B = Ansatz.Bijectors;

namespace Ansatz.Tests.Zoo;

/// <summary>Bijectors of single numbers.</summary>
public static partial class BijectorZoo
{
    private static float[] EveryMagnitude => [-1e30f, -20, -1e-30f, 0, 1e-30f, 20, 1e30f];

    private static BijectorCase[] OfNumbers() =>
    [
        new("Identity", _ => new B.Identity(), [], []) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("Affine", p => new B.Affine(p[0], p[1]), [Numbers(1, -2, 0), Numbers(-2, 0.5f, 1.5f)], []) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("LogScaleAffine", p => new B.LogScaleAffine(p[0], p[1]), [Numbers(1, -2, 0), Numbers(-2, 0.5f, 0)], []) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("LimitedAffine", p => new B.LimitedAffine(p[0], 4, isInterleaved: true), [Tensor.From([1, 0.5f, -2, 1, 0, -3], [3, 2])], []) { HardInputs = EveryMagnitude, HardOutputs = EveryMagnitude },
        new("LimitedAffine of vectors", p => new B.LimitedAffine(p[0], 2, isInterleaved: false), [Tensor.From([1, 0.5f, -2, 1, 0, -3, 5, 1, 0, 0.3f, -1, -0.2f], [3, 4])], [2])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("Log", _ => new B.Log(), [], [], 0.2f, 4)
        {
            HardInputs = [1e-38f, 1e-30f, 1, 1e30f, 3e38f],
            HardOutputs = [-80, -1e-30f, 0, 1e-30f, 80],
        },
        new("Power", _ => new B.Power(-0.5f), [], [], 0.5f, 4)
        {
            HardInputs = [1e-38f, 1e-30f, 1, 1e30f, 3e38f],
            HardOutputs = [1e-15f, 1, 1e15f],
            Unreachable = [0, -1],
        },
        new("Power, third", _ => new B.Power(3), [], [], 0.5f, 2)
        {
            HardInputs = [1e-12f, 1, 1e12f],
            HardOutputs = [1e-38f, 1e-30f, 1, 1e30f, 3e38f],
            Unreachable = [0, -1],
        },
        new("Arctangent", _ => new B.Arctangent(), [], [])
        {
            HardInputs = [-1e30f, -1e7f, -1e-30f, 0, 1e-30f, 1e7f, 1e30f],
            HardOutputs = [-1.5707962f, -1e-30f, 0, 1e-30f, 1.5707962f],
            Unreachable = [-1.5707964f, 1.5707964f, 3],
        },
        new("SinhArcsinh", p => new B.SinhArcsinh(p[0], p[1]), [Numbers(0, -1, 0.5f), Numbers(1, 0.7f, 1.3f)], [])
        {
            HardInputs = [-1e28f, -20, -1e-30f, 0, 1e-30f, 20, 1e28f],
            HardOutputs = [-1e25f, -20, -1e-30f, 0, 1e-30f, 20, 1e25f],
        },
        new("CircularShift", p => new B.CircularShift(p[0], 2), [Numbers(0.5f, -1.3f, 7.25f)], [])
        {
            // None of the three shifts moves one of these, or a neighbour that differences use, across the seam.
            Points = [-1.9f, 0.1f, 0.4f, 1.3f, -0.3f, -1.8f, -0.2f, 1.7f, 0.6f],
            HardInputs = [-2, -1e-30f, 0, 1e-30f, 2],
            HardOutputs = [-2, -1e-30f, 0, 1e-30f, 2],
            Unreachable = [-2.1f, 3],
        },
        new("RationalQuadraticSpline on a circle", p => new B.RationalQuadraticSpline(p[0], p[1], p[2], 2),
            [
                Tensor.From([0, 1, -1, 0.5f, 2, 0, 0, 0, 0, 0, 0, 0], [3, 4]),
                Tensor.From([1, -0.5f, 0, 0.3f, 0, 1, 2, -1, 0, 0, 0, 0], [3, 4]),
                Tensor.From([0.5f, -1, 1, 0.7f, 2, 0, -2, 1, 0, 0, 0, 3], [3, 4]),
            ], [])
        {
            Points = [-1.65f, -0.6f, -1.5f, -0.4f, 1.03f, -0.4f, 0.72f, 1.42f, 0.6f, 1.4f, 1.8f, 1.5f],
            HardInputs = [-2, -1e-30f, 0, 1e-30f, 2],
            HardOutputs = [-2, -1e-30f, 0, 1e-30f, 2],
            Unreachable = [-2.1f, 3],
        },
        new("MonotoneSigmoids", p => new B.MonotoneSigmoids(p[0], p[1], p[2]),
            [
                Tensor.From([0, 1, -1, 0.5f, 0, 2, 0, 0, 0], [3, 3]),
                Tensor.From([0.5f, 1, 2, -1, 3, 0, 0.54f, 1, 1], [3, 3]),
                Tensor.From([0, 2, -3, 1, 0, -1, 0, 0.5f, -0.5f], [3, 3]),
            ], [])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = EveryMagnitude,
        },
        new("Box", p => new B.Box(p[0], p[1]), [Numbers(-1, 0, 10), Numbers(1, 2, 13)], [])
        {
            HardInputs = EveryMagnitude,
            HardOutputs = [],
            Unreachable = [-1.1f, 14],
        },
    ];
}
