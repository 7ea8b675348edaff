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
/// Slopes are at least 0.05 at the knots and on average over a bin. A smaller slope would gain a density some thousandths of a nat, and on the way back from the noise it would magnify the rounding of the noise.
/// Scores and samples are computed in double for the same reason. Without both, checkerboards came back with errors of 2·10⁻³.
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
    private const float LeastSlope = 0.05f;

    [SavedAs("couplings")]
    private readonly Conditioner[] couplings = [];

    [SavedAs("networks")]
    private readonly MaskedNetwork[] networks = [];

    [SavedAs("linear")]
    private readonly InvertibleLinear[] linear;
    private readonly int kept, bins;
    private readonly SplineFloor floor;
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
        int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
        : this(dimension, layers, hidden, bins, bound, autoregressive, LeastSlope, contextFeatures, classCount, box) { }

    private NeuralSplineFlow(int dimension, int layers, IReadOnlyList<int>? hidden, int bins, float bound, bool autoregressive, float leastSlope, int contextFeatures, int classCount, (Tensor Low, Tensor High)? box)
        : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64];
        FlowSteps.Check(nameof(NeuralSplineFlow), dimension, autoregressive ? 1 : 2, layers, hidden);
        if (bins is < 2 or > 999) throw new ArgumentOutOfRangeException(nameof(bins), $"NeuralSplineFlow: {bins} bins; expected 2 to 999.");
        (kept, this.bins, this.bound, floor) = (dimension / 2, bins, bound, leastSlope == 0 ? SplineFloor.None : SplineFloor.Of(leastSlope));
        int contextLength = contextFeatures + classCount, featuresPerElement = 3 * bins - 1;
        if (autoregressive) networks = [.. Enumerable.Range(0, layers).Select(_ => new MaskedNetwork(dimension, featuresPerElement, hidden, contextLength))];
        else couplings = [.. Enumerable.Range(0, layers).Select(_ => new Conditioner(kept, contextLength, hidden, (dimension - kept) * featuresPerElement))];
        linear = [.. Enumerable.Range(0, layers - 1).Select(_ => new InvertibleLinear(dimension))];
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers), ("hidden", hidden), ("bins", bins), ("bound", bound), ("autoregressive", autoregressive), ("slope", leastSlope));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var parts = FlowSteps.Between(linear.Length + 1,
            i => networks.Length > 0 ? Autoregressive(networks[i], context, pass) : Coupling(couplings[i], context, pass),
            i => linear[i].Given(pass));
        return RowFlow.Of(parts, EventShape[0], context, pass, networks.Length > 0 && pass.Tape is { IsRecording: true } ? null : Rows(isInverse: false), Rows(isInverse: true));

        IEnumerable<RowStep?> Rows(bool isInverse)
        {
            var map = new SplineElements(3 * bins - 1, bins, bound, floor, isInverse);
            return RowFlow.Between(linear.Length + 1, isInverse,
                i => networks.Length > 0 ? isInverse ? networks[i].Rows(pass, map) : networks[i].Sequential(pass, map) : couplings[i].Rows(EventShape[0], kept, ContextFeatures + ClassCount, pass, map),
                i => linear[i].Rows(pass, isInverse));
        }
    }

    private SplitCoupling Coupling(Conditioner network, Tensor? context, Pass pass) => new(kept, known =>
    {
        var features = network.Forward(known, context, pass);
        return FlowSteps.Spline(features.Reshape(features.Shape[..^1].Concat([EventShape[0] - kept, 3 * bins - 1])), bins, bound, floor);
    }, batchShape: Conditioner.BatchOf(context));

    private MaskedAutoregressive Autoregressive(MaskedNetwork network, Tensor? context, Pass pass) =>
        new(EventShape[0], x => FlowSteps.Spline(network.Forward(x, context, pass), bins, bound, floor), Conditioner.BatchOf(context),
            leading => network.Elements(leading, context, pass, numbers => FlowSteps.Spline(numbers, bins, bound, floor)));

    internal static NeuralSplineFlow Read(FlowHeader h) =>
        new(h.Dimension, h.Layers, h.Hidden, h.Int("bins"), h.Float("bound"), h.Flag("autoregressive"), Slope(h), h.Context, h.Classes, h.Box);

    // Files of version 0.1 have flows without a least slope.
    private static float Slope(FlowHeader h) => h.Float("slope", ifMissing: 0) is >= 0 and < 1 and var slope ? slope
        : throw new InvalidDataException("the architecture's slope lies outside [0, 1); expected what ModelFile.Save wrote");
}
