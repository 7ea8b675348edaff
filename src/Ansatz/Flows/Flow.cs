using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Affine = Ansatz.Bijectors.Affine;

namespace Ansatz.Flows;

/// <summary>
/// A normalizing flow as a model: data are an invertible function of standard normal noise, log p(x) = log N(f⁻¹(x); 0, I) + log |det ∂f⁻¹(x)|. It is trained by
/// maximum likelihood, and has the verbs <see cref="Sample"/> and Score.
/// </summary>
/// <remarks>
/// <para>A conditional flow, p(x|c), takes a context of values, of labels, or of both. Its training examples are rows of x followed by the values of c; labels are
/// those of the examples.</para>
/// <para>With a box, the last map is a sigmoid onto it: every sample lies within, and no probability lies outside. A value on the bound counts as one that is
/// 2⁻²⁴ of the box's width inside.</para>
/// <para>To write one, derive a sealed class, hold its networks in fields, and return the bijector from noise to data in <see cref="Map"/>.</para>
/// </remarks>
/// <example><code>
/// sealed class OneCoupling() : Flow([2])
/// {
///     private readonly Sequential network = new(new Dense(1, 32, Activation.Tanh), new Dense(32, 1));
///
///     protected override Bijector Map(Tensor? context, Pass pass) => new SplitCoupling(1, known => new Shift(network.Forward(known, pass)));
/// }
/// </code></example>
public abstract class Flow : Module, IConditional<Distribution>, ITrainable
{
    private readonly (Tensor Low, Tensor High)? box;
    private readonly Distribution noise;

    /// <param name="eventShape">The shape of one x.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor of the event's shape; null without.</param>
    protected Flow(Shape eventShape, int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
    {
        if (eventShape.Size < 1) throw new ArgumentException($"{GetType().Name}: an event of shape {eventShape} has no elements; expected 1 or more.", nameof(eventShape));
        if (contextFeatures < 0) throw new ArgumentOutOfRangeException(nameof(contextFeatures), $"{GetType().Name}: {contextFeatures} context features; expected 0 or more.");
        if (classCount < 0) throw new ArgumentOutOfRangeException(nameof(classCount), $"{GetType().Name}: {classCount} classes; expected 0 or more.");
        if (contextFeatures > 0 && eventShape.Rank != 1)
            throw new ArgumentException($"{GetType().Name}: a context of values needs examples that are vectors, these have shape {eventShape}; use labels.", nameof(contextFeatures));
        (EventShape, ContextFeatures, ClassCount) = (eventShape, contextFeatures, classCount);
        noise = MultivariateNormalDiag.Standard(eventShape.Size);
        DataMean = new Parameter(eventShape, isTrainable: false);
        DataScale = new Parameter(eventShape, isTrainable: false);
        if (box is not var (low, high)) return;
        this.box = (low.BroadcastTo(eventShape), high.BroadcastTo(eventShape));
        _ = new Box(this.box.Value.Low, this.box.Value.High); // refuses bounds that are no box
        BoxLow = new Parameter(eventShape, isTrainable: false);
        BoxHigh = new Parameter(eventShape, isTrainable: false);
    }

    /// <summary>The shape of one x.</summary>
    public Shape EventShape { get; }

    /// <summary>How many numbers a context has; 0 without.</summary>
    public int ContextFeatures { get; }

    /// <summary>How many classes the labels name; 0 without.</summary>
    public int ClassCount { get; }

    /// <summary>The least and the greatest numbers of x, or any.</summary>
    public virtual Support ValueSupport => box is not var (low, high) ? Support.Reals
        : ContextFeatures == 0 ? Support.Interval(low, high)
        : Support.Interval(low.Pad(-1, 0, ContextFeatures, -FarBound), high.Pad(-1, 0, ContextFeatures, FarBound));

    // A bound of the context's numbers, whose distance to any of them is finite.
    private const float FarBound = 1e38f;

    [field: SavedAs("dataMean")]
    private Parameter DataMean { get; }

    [field: SavedAs("dataScale")]
    private Parameter DataScale { get; }

    [field: SavedAs("boxLow")]
    private Parameter? BoxLow { get; }

    [field: SavedAs("boxHigh")]
    private Parameter? BoxHigh { get; }

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>The bijector from noise, a vector of as many numbers as x has, to standardized data.</summary>
    /// <param name="context">[n, features], the context's values and its labels as zeros and ones, or null for an unconditional flow. A bijector that depends on it has batch shape [n].</param>
    /// <param name="pass">How networks are run.</param>
    protected abstract Bijector Map(Tensor? context, Pass pass);

    /// <summary>p(x) of an unconditional flow.</summary>
    public Distribution Given(Pass pass = default) => Given(Context.None, pass);

    /// <summary>p(x|c): batch shape [n] if the flow is conditional, else [].</summary>
    /// <param name="context">Values [n, contextFeatures] and labels [n], as far as the flow takes them.</param>
    /// <param name="pass">How networks are run; the default is evaluation.</param>
    public Distribution Given(Context context, Pass pass = default) =>
        new TransformedDistribution(noise, new Chain([Map(FlowContext.Features(this, context), pass), .. ToData(pass)]));

    /// <summary>
    /// Takes the mean and the standard deviation of every element from examples, so that the networks see numbers of size 1. Call it once, before training. A saved model keeps both.
    /// </summary>
    /// <param name="examples">Those that training takes, one or more.</param>
    /// <exception cref="ArgumentException">There is no example, or an example lies outside the box.</exception>
    public void Standardize(IExampleSource examples)
    {
        examples.RequireExamples("Standardize");
        examples.RequireValuesIn(ValueSupport, "Standardize");
        var (mean, scale) = FlowData.Moments(examples, batch => box is var (low, high) ? new Box(low, high).Inverse(FlowData.Divide(this, batch).X) : FlowData.Divide(this, batch).X);
        DataMean.Assign(mean);
        DataScale.Assign(scale);
    }

    /// <summary>One step of maximum likelihood.</summary>
    public virtual StepResult Step(Batch batch, Pass pass)
    {
        var (x, context) = FlowData.Divide(this, batch);
        var loss = -Given(context, pass).LogProb(x).Mean();
        return new StepResult(pass.Tape!.Backward(loss), new Metrics(("nll", loss.Item())));
    }

    public virtual Metrics Evaluate(Batch batch, Pass pass)
    {
        var (x, context) = FlowData.Divide(this, batch);
        var sum = 0.0;
        foreach (var score in Given(context, pass).LogProb(x).Span) sum -= score;
        return new Metrics(("nll", sum / batch.Count));
    }

    /// <summary>New x.</summary>
    /// <param name="rng">The stream of the noise.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="context">[count, contextFeatures] where the flow takes a context, else null.</param>
    /// <param name="labels">[count] classes where the flow takes labels, else null.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[count, event…].</returns>
    public Tensor Sample(Rng rng, int count, Tensor? context = null, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"Sample: {count} examples; expected 1 or more.");
        var rows = new FlowContext(this, context, labels, count, "Sample");
        var all = Tensor.Allocate(new Shape(count).Concat(EventShape));
        pool ??= new BufferPool();
        for (var start = 0; start < count; start += FlowData.RowsPerBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var length = Math.Min(FlowData.RowsPerBatch, count - start);
            var p = Given(rows.Slice(start, length, scope), new Pass(scope));
            p.Sample(rng.Fork(start / FlowData.RowsPerBatch), p.BatchShape.Rank == 0 ? [length] : []).CopyTo(all.Span[(start * EventShape.Size)..]);
        }
        return all;
    }

    /// <summary>log p(x|c) in nats; higher is more likely. Outside the box it is −∞.</summary>
    /// <param name="x">[n, event…], or one x.</param>
    /// <param name="context">[n, contextFeatures] where the flow takes a context, else null.</param>
    /// <param name="labels">[n] classes where the flow takes labels, else null.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n].</returns>
    /// <exception cref="ArgumentException">x has another shape, or there is another number of contexts or labels.</exception>
    public double[] Score(Tensor x, Tensor? context = null, int[]? labels = null, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        if (x.Rank < EventShape.Rank || x.Shape[^EventShape.Rank..] != EventShape || x.Rank > EventShape.Rank + 1)
            throw new ArgumentException($"Score: x has shape {x.Shape}; expected {EventShape} or [n, {string.Join(", ", EventShape.Dimensions.ToArray())}].", nameof(x));
        var count = x.Length / EventShape.Size;
        var rows = new FlowContext(this, context, labels, count, "Score");
        var examples = x.Reshape(new Shape(count).Concat(EventShape));
        var scores = new double[count];
        pool ??= new BufferPool();
        for (var start = 0; start < count; start += FlowData.RowsPerBatch)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var length = Math.Min(FlowData.RowsPerBatch, count - start);
            var some = Given(rows.Slice(start, length, scope), new Pass(scope)).LogProb(Scored(scope.Enter(examples.Slice(0, start, length)))).Span;
            for (var i = 0; i < length; i++) scores[start + i] = some[i];
        }
        return scores;
    }

    /// <summary>The same for each example of a source, whose rows are those of training: x, and behind it the context.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <exception cref="ArgumentException">There is no example, or the examples have another shape.</exception>
    public double[] Score(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default)
    {
        examples.RequireExamples("Score");
        pool ??= new BufferPool();
        var scores = new double[examples.Count];
        var done = 0;
        foreach (var batch in ExampleReader.InOrder(examples, pool, FlowData.RowsPerBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var (x, context) = FlowData.Divide(this, batch with { Values = scope.Enter(batch.Values) });
            foreach (var score in Given(context, new Pass(scope)).LogProb(Scored(x)).Span) scores[done++] = score;
        }
        return scores;
    }

    /// <summary>Draws of missing elements from p(x_missing | x_observed), by Metropolis chains.</summary>
    /// <remarks>Each example has 32 chains or more, which propose moves by the differences between each other: ter Braak, A Markov chain Monte Carlo version of the genetic algorithm
    /// differential evolution (2006).</remarks>
    /// <param name="x">[n, event…], NaN where an element is missing.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="drawCount">Draws per example, 1 or more.</param>
    /// <param name="stepCount">Steps of each chain, 1 or more. More steps bring the draws nearer to their distribution.</param>
    /// <param name="context">[n, contextFeatures] where the flow takes a context, else null.</param>
    /// <param name="labels">[n] classes where the flow takes labels, else null.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <exception cref="ArgumentException">x has another shape or holds an infinity, or there is another number of contexts or labels.</exception>
    public Imputation Impute(Tensor x, Rng rng, int drawCount = 1, int stepCount = 300, Tensor? context = null, int[]? labels = null, CancellationToken cancellation = default)
    {
        Imputation.Check(GetType().Name, x, EventShape, drawCount);
        if (stepCount < 1) throw new ArgumentOutOfRangeException(nameof(stepCount), $"{GetType().Name}: {stepCount} steps; expected 1 or more.");
        return new FlowImputation(this, new FlowContext(this, context, labels, x.Shape[0], "Impute"), drawCount, stepCount).Run(x, rng, cancellation);
    }

    /// <summary>What is scored in place of x; x itself unless a flow says otherwise.</summary>
    private protected virtual Tensor Scored(Tensor x) => x;

    /// <summary>The same for other parts of the product.</summary>
    internal Tensor ScoredInPlaceOf(Tensor x) => Scored(x);

    /// <summary>The least and the greatest numbers of x without a context, or any.</summary>
    internal Support EventSupport => box is var (low, high) ? Support.Interval(low, high) : Support.Reals;

    protected override void InitializeOwn(Rng rng)
    {
        Initializers.Constant(DataScale, 1);
        if (box is not var (low, high)) return;
        BoxLow!.Assign(low.Span);
        BoxHigh!.Assign(high.Span);
    }

    /// <summary>The maps behind the flow's own: the data's mean and scale where they were taken, and the box.</summary>
    private protected IEnumerable<Bijector> ToData(Pass pass)
    {
        Tensor mean = pass[DataMean], scale = pass[DataScale];
        if (mean.Span.ContainsAnyExcept(0f) || scale.Span.ContainsAnyExcept(1f)) yield return new Affine(mean, scale);
        if (BoxLow is not null) yield return new Box(pass[BoxLow], pass[BoxHigh!]);
    }

    /// <summary>The header of a saved model, which <see cref="FlowHeader"/> reads again.</summary>
    private protected string Header(string word, params ReadOnlySpan<(string Name, object Value)> settings) =>
        FlowHeader.Write(word, [.. settings, ("context", ContextFeatures), ("classes", ClassCount), ("box", box is not null)]);
}
