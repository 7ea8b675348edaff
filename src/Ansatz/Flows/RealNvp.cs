using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Flows;

/// <summary>
/// Affine couplings: one half of the elements stays and chooses shift and scale of the other, y₂ = e^{s(x₁)}·x₂ + t(x₁); between two couplings the elements change places.
/// </summary>
/// <remarks>Dinh, Sohl-Dickstein, Bengio, Density estimation using Real NVP (2017). The log-scale is limited to ±4.</remarks>
/// <example><code>
/// var flow = new RealNvp(dimension: 2);
/// flow.Initialize(new Rng(42));
/// new Trainer(options, new Rng(43)).Train(flow, examples);
/// ModelFile.Save(flow, "flow.safetensors");
/// </code></example>
public sealed class RealNvp : Flow
{
    internal const string Word = "real-nvp";

    [SavedAs("networks")]
    private readonly Conditioner[] networks;
    private readonly int kept;

    /// <param name="dimension">The elements of one x, 2 or more.</param>
    /// <param name="layers">Couplings, 1 or more.</param>
    /// <param name="hidden">The widths of each conditioner's hidden layers; left out, two of 64.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public RealNvp(int dimension, int layers = 6, IReadOnlyList<int>? hidden = null, int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
        : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(RealNvp), dimension, 2, layers, hidden);
        kept = dimension / 2;
        networks = [.. Enumerable.Range(0, layers).Select(_ => new Conditioner(kept, contextFeatures + classCount, hidden, 2 * (dimension - kept)))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var parts = FlowSteps.Between(networks.Length,
            i => new SplitCoupling(kept, known => FlowSteps.Affine(networks[i].Forward(known, context, pass)), batchShape: Conditioner.BatchOf(context)),
            i => new Permute(FlowSteps.Mixing(EventShape[0], i)));
        return RowFlow.Of(parts, EventShape[0], context, pass, Rows(isInverse: false), Rows(isInverse: true));

        IEnumerable<RowStep?> Rows(bool isInverse) => RowFlow.Between(networks.Length, isInverse,
            i => networks[i].Rows(EventShape[0], kept, ContextFeatures + ClassCount, pass, new AffineElements(FlowSteps.LogScaleLimit, isInterleaved: false, isInverse)),
            i => FlowSteps.Permuted(FlowSteps.Mixing(EventShape[0], i), isInverse));
    }

    internal static RealNvp Read(FlowHeader h) => new(h.Dimension, h.Layers, h.Hidden, h.Context, h.Classes, h.Box);
}
