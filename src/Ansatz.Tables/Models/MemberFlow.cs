using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Permute = Ansatz.Bijectors.Permute;

namespace Ansatz.Tables.Models;

/// <summary>
/// p(row | given) = P(categories | given)·p(numbers | categories, given): a chain of networks for the categories, and a neural spline flow for the numbers, which is told the categories.
/// The flow's noise is a Gaussian mixture, which learns with it. A flow starts as the identity, so the model starts as that mixture.
/// </summary>
internal sealed class MemberFlow : Module, ITrainable
{
    private const int RowsAtOnce = 512;

    private readonly RowLayout layout;

    // The order in which the layers take the numbers; null for the table's own.
    private readonly Permute? order;

    [SavedAs("chain")]
    private readonly CategoryChain? chain;

    [SavedAs("flow")]
    private readonly NeuralSplineFlow? flow;

    [SavedAs("noise")]
    private readonly GaussianMixture? noise;

    /// <param name="layout">What a row holds.</param>
    /// <param name="design">Layers and widths.</param>
    /// <param name="components">Components of the mixture of the noise.</param>
    /// <param name="order">The order of the numbers in the layers; null for the table's own.</param>
    public MemberFlow(RowLayout layout, TableFlowDesign design, int components, int[]? order = null)
    {
        this.layout = layout;
        var numbers = layout.Numbers;
        if (order is not null) this.order = new Permute(order);
        if (layout.Categories.Length > 0) chain = new CategoryChain(layout.Categories, layout.GivenFeatures, design.Widths[0]);
        // A coupling needs a number that stays.
        if (numbers == 0) return;
        noise = new GaussianMixture(components, numbers, MixtureCovariance.Full);
        flow = new NeuralSplineFlow(numbers, design.Layers, design.Widths, design.Bins, autoregressive: design.IsAutoregressive || numbers == 1, contextFeatures: layout.GivenFeatures + layout.Categories.Sum());
    }

    /// <summary>What a row holds.</summary>
    public RowLayout Layout => layout;

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>First weights, from the training rows.</summary>
    /// <param name="rows">The training rows.</param>
    /// <param name="mixture">A mixture of their numbers, which the flow starts as; null without numbers.</param>
    /// <param name="rng">The stream of the networks' weights.</param>
    public void StartFrom(TableRows rows, GaussianMixture? mixture, Rng rng)
    {
        Initialize(rng);
        chain?.StartFrom(rows.Values, layout.Width, layout.AllNumbers);
        if (mixture is null) return;
        foreach (var (own, fitted) in ((Parameter, Parameter)[])[(noise!.Logits, mixture.Logits), (noise.Means, mixture.Means), (noise.LogScales, mixture.LogScales)]) own.Assign(fitted.Value.Span);
        noise.Lower?.Assign(mixture.Lower!.Value.Span);
    }

    /// <summary>log p of rows, [n], given what they are given.</summary>
    /// <param name="rows">[n, width].</param>
    /// <param name="pass">How networks are run.</param>
    public Tensor LogProb(Tensor rows, Pass pass)
    {
        var given = layout.Given(rows);
        var numbers = layout.Numbers == layout.Width || flow is null ? rows : rows.Slice(-1, 0, layout.Numbers);
        if (chain is null) return LogProbOfNumbers(numbers, given is null ? Context.None : given, pass);
        var codes = rows.Slice(-1, layout.AllNumbers, layout.Categories.Length);
        var known = CategoryChain.Known(given, CategoryChain.OneHot(codes, layout.Categories));
        var sum = chain.LogProb(codes, known, pass);
        return flow is null ? sum : sum + LogProbOfNumbers(numbers, known, pass);
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var loss = -LogProb(batch.Values, pass).Mean();
        return new StepResult(pass.Tape!.Backward(loss), new Metrics(("nll", loss.Item())));
    }

    public Metrics Evaluate(Batch batch, Pass pass)
    {
        var sum = 0.0;
        foreach (var score in LogProb(batch.Values, pass).Span) sum -= score;
        return new Metrics(("nll", sum / batch.Count));
    }

    /// <summary>log p of each row.</summary>
    public double[] Score(TableRows rows, CancellationToken cancellation)
    {
        var scores = new List<double>(rows.Count);
        var pool = new BufferPool();
        foreach (var batch in ExampleReader.InOrder(rows, pool, RowsAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            foreach (var score in LogProb(scope.Enter(batch.Values), new Pass(scope)).Span) scores.Add(score);
        }
        return [.. scores];
    }

    /// <summary>Draws rows, in place of what the rows hold beside their given columns.</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="rows">[count, width].</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public void Sample(Rng rng, Span<float> rows, CancellationToken cancellation)
    {
        int count = rows.Length / layout.Width, columns = layout.Categories.Length, numbers = layout.Numbers;
        var given = layout.GivenFeatures == 0 ? null : layout.Given(Tensor.From(rows, [count, layout.Width]));
        var codes = chain?.Sample(rng.Fork("categories"), count, given) ?? [];
        var known = chain is null ? given : CategoryChain.Known(given, CategoryChain.OneHot(Tensor.From(codes, [count, columns]), layout.Categories));
        var drawn = flow is null ? [] : SampleNumbers(rng.Fork("numbers"), count, known, cancellation);
        for (var i = 0; i < count; i++)
        {
            if (flow is not null) drawn.AsSpan(i * numbers, numbers).CopyTo(rows[(i * layout.Width)..]);
            codes.AsSpan(i * columns, columns).CopyTo(rows[(i * layout.Width + layout.AllNumbers)..]);
        }
    }

    /// <summary>What the flow of the numbers is told of some draws of a model without given columns: their categories, as zeros and ones.</summary>
    /// <param name="rng">The stream of the categories.</param>
    /// <param name="count">1 or more.</param>
    public Context Categories(Rng rng, int count) => chain is null ? Context.None : CategoryChain.OneHot(Tensor.From(chain.Sample(rng, count, null), [count, layout.Categories.Length]), layout.Categories);

    /// <summary>The noise of the numbers, and the bijectors from it to them, one by one.</summary>
    /// <param name="context">The categories, [n, categories] as zeros and ones, where there are any.</param>
    public (Distribution Noise, IReadOnlyList<Bijector> Parts) Steps(Context context) => (noise!.Given(), [.. FlowTrail.Parts(Bijector(context, default))]);

    private Tensor LogProbOfNumbers(Tensor values, Context context, Pass pass)
    {
        var (z, logDet) = Bijector(context, pass).InverseAndLogDet(values);
        return noise!.Given(pass).LogProb(z) + logDet;
    }

    private float[] SampleNumbers(Rng rng, int count, Tensor? context, CancellationToken cancellation)
    {
        var numbers = layout.Numbers;
        var values = new float[count * numbers];
        var drawn = noise!.Given().Sample(rng, [count]);
        var pool = new BufferPool();
        for (var first = 0; first < count; first += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var length = Math.Min(RowsAtOnce, count - first);
            Context some = context is null ? Context.None : scope.Enter(context.Slice(0, first, length));
            Bijector(some, new Pass(scope)).Forward(scope.Enter(drawn.Slice(0, first, length))).CopyTo(values.AsSpan(first * numbers));
        }
        return values;
    }

    /// <summary>From the noise of the mixture to the numbers of rows; null for rows of categories alone.</summary>
    /// <param name="rows">[n, width]; what stands where the numbers are is not read.</param>
    /// <param name="pass">How networks are run.</param>
    public Bijector? MapFor(Tensor rows, Pass pass)
    {
        if (flow is null) return null;
        var given = layout.Given(rows);
        if (chain is null) return Bijector(given is null ? Context.None : given, pass);
        return Bijector(CategoryChain.Known(given, CategoryChain.OneHot(rows.Slice(-1, layout.AllNumbers, layout.Categories.Length), layout.Categories)), pass);
    }

    private Bijector Bijector(Context context, Pass pass)
    {
        var bijector = ((TransformedDistribution)flow!.Given(context, pass)).Bijector;
        return order is null ? bijector : new Chain(order, bijector, new Invert(order));
    }
}
