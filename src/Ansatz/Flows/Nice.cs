using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Flows;

/// <summary>
/// Additive couplings, y₂ = x₂ + t(x₁), which keep volumes, and one scaling of each element, which does not.
/// </summary>
/// <remarks>Dinh, Krueger, Bengio, NICE: non-linear independent components estimation (2015). The scaling stands at the noise, as in section 3.3.</remarks>
public sealed class Nice : Flow
{
    internal const string Word = "nice";

    [SavedAs("networks")]
    private readonly Conditioner[] networks;

    [SavedAs("logScale")]
    private readonly Parameter logScale;
    private readonly int kept;

    /// <param name="dimension">The elements of one x, 2 or more.</param>
    /// <param name="layers">Couplings, 1 or more.</param>
    /// <param name="hidden">The widths of each conditioner's hidden layers; left out, two of 64.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public Nice(int dimension, int layers = 6, IReadOnlyList<int>? hidden = null, int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
        : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(Nice), dimension, 2, layers, hidden);
        kept = dimension / 2;
        logScale = new Parameter([dimension]);
        networks = [.. Enumerable.Range(0, layers).Select(_ => new Conditioner(kept, contextFeatures + classCount, hidden, dimension - kept))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var parts = FlowSteps.Between(networks.Length,
            i => new SplitCoupling(kept, known => new Shift(networks[i].Forward(known, context, pass)), batchShape: Conditioner.BatchOf(context)),
            i => new Permute(FlowSteps.Mixing(EventShape[0], i)));
        return new Chain(new LogScaleAffine(0f, pass[logScale]), RowFlow.Of(parts, EventShape[0], context, pass, Rows(isInverse: false), Rows(isInverse: true)));

        IEnumerable<RowStep?> Rows(bool isInverse) => RowFlow.Between(networks.Length, isInverse,
            i => networks[i].Rows(EventShape[0], kept, ContextFeatures + ClassCount, pass, new ShiftElements(isInverse)),
            i => FlowSteps.Permuted(FlowSteps.Mixing(EventShape[0], i), isInverse));
    }

    internal static Nice Read(FlowHeader h) => new(h.Dimension, h.Layers, h.Hidden, h.Context, h.Classes, h.Box);
}
