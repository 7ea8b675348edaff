using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Flows;

/// <summary>
/// The layers of a <see cref="MaskedAutoregressiveFlow"/> the other way round: a sample takes one call of each network, and so does the score of a sample that was just drawn. The
/// score of other data takes as many as there are elements. It is meant for learnt posteriors.
/// </summary>
/// <remarks>Kingma et al., Improved variational inference with inverse autoregressive flow (2016). The log-scale is limited to ±4.</remarks>
public sealed class InverseAutoregressiveFlow : Flow
{
    internal const string Word = "inverse-autoregressive-flow";

    [SavedAs("networks")]
    private readonly MaskedNetwork[] networks;

    /// <param name="dimension">The elements of one x, 1 or more.</param>
    /// <param name="layers">1 or more.</param>
    /// <param name="hidden">The widths of each network's hidden layers; left out, two of 64.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public InverseAutoregressiveFlow(int dimension, int layers = 5, IReadOnlyList<int>? hidden = null, int contextFeatures = 0, int classCount = 0,
        (Tensor Low, Tensor High)? box = null) : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(InverseAutoregressiveFlow), dimension, 1, layers, hidden);
        networks = [.. Enumerable.Range(0, layers).Select(_ => new MaskedNetwork(dimension, 2, hidden, contextFeatures + classCount))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var parts = FlowSteps.Between(networks.Length,
            i => new Invert(MaskedAutoregressiveFlow.Layer(networks[i], EventShape[0], context, pass)),
            _ => new Permute(FlowSteps.Reversal(EventShape[0])));
        return RowFlow.Of(parts, EventShape[0], context, pass, MaskedAutoregressiveFlow.Rows([.. networks.Reverse()], EventShape[0], pass), null);
    }

    internal static InverseAutoregressiveFlow Read(FlowHeader h) => new(h.Dimension, h.Layers, h.Hidden, h.Context, h.Classes, h.Box);
}
