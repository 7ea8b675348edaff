using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Flows;

/// <summary>
/// Autoregressive affine layers, xᵢ = e^{s(x₁…xᵢ₋₁)}·zᵢ + t(x₁…xᵢ₋₁), with the order of the elements reversed between two layers. A score takes one call of each network.
/// A sample takes one too, in which each unit waits for the elements that it sees.
/// </summary>
/// <remarks>Papamakarios, Pavlakou, Murray, Masked autoregressive flow for density estimation (2017). The log-scale is limited to ±4.</remarks>
public sealed class MaskedAutoregressiveFlow : Flow
{
    internal const string Word = "masked-autoregressive-flow";

    [SavedAs("networks")]
    private readonly MaskedNetwork[] networks;

    [SavedAs("normalizations")]
    private readonly InvertibleBatchNormalization[] normalizations;

    /// <param name="dimension">The elements of one x, 1 or more.</param>
    /// <param name="layers">1 or more.</param>
    /// <param name="hidden">The widths of each network's hidden layers; left out, two of 64.</param>
    /// <param name="batchNormalization">Whether each layer is followed by batch normalization, as in the paper.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public MaskedAutoregressiveFlow(int dimension, int layers = 5, IReadOnlyList<int>? hidden = null, bool batchNormalization = false,
        int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null) : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(MaskedAutoregressiveFlow), dimension, 1, layers, hidden);
        networks = [.. Enumerable.Range(0, layers).Select(_ => new MaskedNetwork(dimension, 2, hidden, contextFeatures + classCount))];
        normalizations = [.. Enumerable.Range(0, batchNormalization ? layers : 0).Select(_ => new InvertibleBatchNormalization(dimension))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden), ("batchnorm", batchNormalization));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var parts = FlowSteps.Between(networks.Length,
            i =>
            {
                var layer = Layer(networks[i], EventShape[0], context, pass);
                return normalizations.Length == 0 ? layer : new Chain(normalizations[i].Given(pass), layer);
            },
            _ => new Permute(FlowSteps.Reversal(EventShape[0])));
        return normalizations.Length > 0 ? parts : RowFlow.Of(parts, EventShape[0], context, pass, null, Rows(networks, EventShape[0], pass));
    }

    /// <summary>The direction of all layers in which each takes one call of its network.</summary>
    internal static IEnumerable<RowStep?> Rows(MaskedNetwork[] networks, int length, Pass pass) => RowFlow.Between(networks.Length, isInverse: true,
        i => networks[i].Rows(pass, new AffineElements(FlowSteps.LogScaleLimit, isInterleaved: true, isInverse: true)),
        _ => FlowSteps.Permuted(FlowSteps.Reversal(length), isInverse: true));

    internal static MaskedAutoregressive Layer(MaskedNetwork network, int length, Tensor? context, Pass pass) =>
        new(length, x => FlowSteps.Affine(network.Forward(x, context, pass), isInterleaved: true), Conditioner.BatchOf(context),
            leading => network.Elements(leading, context, pass, numbers => FlowSteps.Affine(numbers, isInterleaved: true)));

    internal static MaskedAutoregressiveFlow Read(FlowHeader h) => new(h.Dimension, h.Layers, h.Hidden, h.Flag("batchnorm"), h.Context, h.Classes, h.Box);
}
