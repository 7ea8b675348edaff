using Ansatz.Flows;

namespace Ansatz.Studies.Flows;

/// <summary>One of the flows that are trained on every toy.</summary>
/// <param name="Name">Its class in kebab-case; the autoregressive spline flow has a word more, since it shares its class with the one of couplings.</param>
/// <param name="Description">What its layers are, for the report.</param>
/// <param name="LearningRate">Adam's first rate.</param>
/// <param name="Share">Its steps for each of the study's: slow flows take fewer, and those that gain most take more.</param>
/// <param name="Make">A new flow in the plane.</param>
internal sealed record FlowFamily(string Name, string Description, double LearningRate, double Share, Func<Flow> Make)
{
    /// <summary>How many steps it takes when the study's settings name a number.</summary>
    public int Steps(long steps) => (int)Math.Max(1, Math.Round(Share * steps));

    public static IReadOnlyList<FlowFamily> All { get; } =
    [
        new("nice", "additive couplings", 2e-3, 1, () => new Nice(dimension: 2, layers: 6)),
        new("real-nvp", "affine couplings", 2e-3, 1, () => new RealNvp(dimension: 2, layers: 6)),
        new("masked-autoregressive-flow", "autoregressive affine layers", 2e-3, 1, () => new MaskedAutoregressiveFlow(dimension: 2, layers: 6)),
        new("inverse-autoregressive-flow", "the same, the other way round", 2e-3, 1, () => new InverseAutoregressiveFlow(dimension: 2, layers: 6)),
        new("neural-spline-flow", "couplings by splines", 4e-3, 2, () => new NeuralSplineFlow(dimension: 2, layers: 6, bins: 16, bound: 4)),
        new("neural-spline-flow-autoregressive", "autoregressive splines", 3e-3, 1, () => new NeuralSplineFlow(dimension: 2, layers: 4, bins: 16, bound: 4, autoregressive: true)),
        new("planar-flow", "planar steps", 5e-3, 0.25, () => new PlanarFlow(dimension: 2, layers: 16)),
        new("continuous-flow", "a differential equation, trained by flow matching", 4e-3, 0.25, () => new ContinuousFlow(dimension: 2, steps: 10)),
    ];
}
