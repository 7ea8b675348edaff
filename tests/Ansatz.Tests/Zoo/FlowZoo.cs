using Ansatz.Flows;

namespace Ansatz.Tests.Zoo;

/// <summary>Every ready flow of vectors, small, for the laws that hold of all of them.</summary>
internal static class FlowZoo
{
    /// <summary>By name: for a dimension, a number of context features, a number of classes, and a box or none.</summary>
    public static IReadOnlyDictionary<string, Func<int, int, int, (Ansatz.Tensors.Tensor, Ansatz.Tensors.Tensor)?, Flow>> OfVectors { get; } =
        new Dictionary<string, Func<int, int, int, (Ansatz.Tensors.Tensor, Ansatz.Tensors.Tensor)?, Flow>>
        {
            ["Nice"] = (n, c, k, box) => new Nice(n, 4, [16], c, k, box),
            ["RealNvp"] = (n, c, k, box) => new RealNvp(n, 3, [16, 16], c, k, box),
            ["MaskedAutoregressiveFlow"] = (n, c, k, box) => new MaskedAutoregressiveFlow(n, 3, [16, 16], false, c, k, box),
            ["MaskedAutoregressiveFlow with batch normalization"] = (n, c, k, box) => new MaskedAutoregressiveFlow(n, 2, [16], true, c, k, box),
            ["InverseAutoregressiveFlow"] = (n, c, k, box) => new InverseAutoregressiveFlow(n, 3, [16, 16], c, k, box),
            ["NeuralSplineFlow"] = (n, c, k, box) => new NeuralSplineFlow(n, 3, [16, 16], 5, 4, false, c, k, box),
            ["NeuralSplineFlow, autoregressive"] = (n, c, k, box) => new NeuralSplineFlow(n, 2, [16, 16], 5, 4, true, c, k, box),
            ["PlanarFlow"] = (n, c, k, box) => new PlanarFlow(n, 4, c, k, box),
            ["ContinuousFlow"] = (n, c, k, box) => new ContinuousFlow(n, [16, 16], 12, c, k, box),
        };

    public static TheoryData<string> Names => [.. OfVectors.Keys];
}
