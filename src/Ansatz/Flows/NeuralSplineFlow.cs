using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// Layers of monotone rational-quadratic splines, with a learnt invertible linear map between two layers. A network computes the knots. In a coupling layer, its input is
/// the unchanged half of the elements. In an autoregressive layer, the knots of an element depend on the elements before it.
/// </summary>
/// <remarks>
/// A spline is the identity outside [−bound, bound]. <see cref="Flow.Standardize"/> scales the data so that most of them lie in this interval.
/// Durkan, Bekasov, Murray, Papamakarios, Neural spline flows (2019).
/// </remarks>
/// <example><code>
/// var flow = new NeuralSplineFlow(dimension: 8);
/// flow.Fit(examples, new Rng(42));
/// ModelFile.Save(flow, "flow.safetensors");
/// var scores = ModelFile.Load&lt;NeuralSplineFlow&gt;("flow.safetensors").Score(x);
/// </code></example>
public sealed class NeuralSplineFlow : Flow
{
    internal const string Word = "neural-spline-flow";

    [SavedAs("couplings")]
    private readonly Conditioner[] couplings = [];

    [SavedAs("networks")]
    private readonly MaskedNetwork[] networks = [];

    [SavedAs("linear")]
    private readonly InvertibleLinear[] linear;
    private readonly int kept, bins;
    private readonly float bound;

    /// <param name="dimension">The elements of one x: 1 or more if autoregressive, else 2 or more.</param>
    /// <param name="layers">1 or more.</param>
    /// <param name="hidden">The widths of each network's hidden layers. The default is two layers of 64.</param>
    /// <param name="bins">Bins of a spline, 2 to 999.</param>
    /// <param name="bound">Splines act on [−bound, bound].</param>
    /// <param name="autoregressive">Whether layers are autoregressive instead of couplings.</param>
    /// <param name="contextFeatures">How many numbers a context has, or 0 if the flow takes no context.</param>
    /// <param name="classCount">How many classes there are, or 0 if the flow takes no labels.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]. Null if x is not bounded.</param>
    public NeuralSplineFlow(int dimension, int layers = 6, IReadOnlyList<int>? hidden = null, int bins = 8, float bound = 5, bool autoregressive = false,
        int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null) : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(NeuralSplineFlow), dimension, autoregressive ? 1 : 2, layers, hidden);
        if (bins is < 2 or > 999) throw new ArgumentOutOfRangeException(nameof(bins), $"NeuralSplineFlow: {bins} bins; expected 2 to 999.");
        (kept, this.bins, this.bound) = (dimension / 2, bins, bound);
        int contextLength = contextFeatures + classCount, featuresPerElement = 3 * bins - 1;
        if (autoregressive) networks = [.. Enumerable.Range(0, layers).Select(_ => new MaskedNetwork(dimension, featuresPerElement, hidden, contextLength))];
        else couplings = [.. Enumerable.Range(0, layers).Select(_ => new Conditioner(kept, contextLength, hidden, (dimension - kept) * featuresPerElement))];
        linear = [.. Enumerable.Range(0, layers - 1).Select(_ => new InvertibleLinear(dimension))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden), ("bins", bins), ("bound", bound), ("autoregressive", autoregressive));
    }

    protected override Bijector Map(Tensor? context, Pass pass) => FlowSteps.Between(linear.Length + 1,
        i => networks.Length > 0 ? Autoregressive(networks[i], context, pass) : Coupling(couplings[i], context, pass),
        i => linear[i].Given(pass));

    private SplitCoupling Coupling(Conditioner network, Tensor? context, Pass pass) => new(kept, known =>
    {
        var features = network.Forward(known, context, pass);
        return FlowSteps.Spline(features.Reshape(features.Shape[..^1].Concat([EventShape[0] - kept, 3 * bins - 1])), bins, bound);
    }, batchShape: Conditioner.BatchOf(context));

    private MaskedAutoregressive Autoregressive(MaskedNetwork network, Tensor? context, Pass pass) =>
        new(EventShape[0], x => FlowSteps.Spline(network.Forward(x, context, pass), bins, bound), Conditioner.BatchOf(context),
            leading => network.Elements(leading, context, pass, numbers => FlowSteps.Spline(numbers, bins, bound)));

    internal static NeuralSplineFlow Read(FlowHeader h) =>
        new(h.Dimension, h.Layers, h.Hidden, h.Int("bins"), h.Float("bound"), h.Flag("autoregressive"), h.Context, h.Classes, h.Box);
}
