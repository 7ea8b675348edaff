using Ansatz.Autoencoders;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// p(row | given) = ∫ p(z) p(row | z, given) dz, with an approximate posterior q(z | observed cells, given). What is trained is the importance-weighted bound
/// E log 1/k ∑ᵢ wᵢ, wᵢ = p(observed | zᵢ) p(zᵢ)/q(zᵢ | observed), which is below log p(observed).
/// </summary>
/// <remarks>
/// Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016). Cells of some rows of a batch are hidden, so that the posterior knows incomplete rows, too: Mattei and Frellsen,
/// MIWAE: deep generative modelling and imputation of incomplete data sets (2019).
/// </remarks>
internal sealed class TableAutoencoder : Module, ITrainable
{
    private const double HiddenShare = 0.25;

    // Rows times draws that pass through the decoder at once.
    private const int PointsAtOnce = 16_384;

    private readonly RowLayout layout;
    private readonly TableVaeDesign design;

    [SavedAs("encoder")]
    private readonly GaussianEncoder encoder;

    [SavedAs("decoder")]
    private readonly Sequential decoder;

    [SavedAs("prior")]
    private readonly IConditional<Distribution> prior;

    /// <param name="layout">What a row holds.</param>
    /// <param name="design">Latent dimensions, widths, components and prior.</param>
    public TableAutoencoder(RowLayout layout, TableVaeDesign design)
    {
        (this.layout, this.design) = (layout, design);
        Latent = design.LatentFor(layout.Numbers + layout.Categories.Length);
        encoder = new GaussianEncoder(Network(ObservedRows.FeatureCount(layout), design.Widths, GaussianEncoder.FeatureCount(Latent)), Latent);
        decoder = Network(Latent + layout.GivenFeatures, [.. design.Widths.Reverse()], CellDistributions.FeatureCount(layout, design.Components));
        prior = design.LatentPrior.Build(encoder, Latent, [layout.Width]);
    }

    /// <summary>Dimensions of z.</summary>
    public int Latent { get; }

    /// <summary>What a row holds.</summary>
    public RowLayout Layout => layout;

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>First weights, from the training rows.</summary>
    public void StartFrom(TableRows rows, Rng rng)
    {
        Initialize(rng);
        ((Dense)decoder.Layers[^1]).Bias.Assign(CellDistributions.FirstBias(rows.Values, layout, design.Components));
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var rows = pass.Tape!.Enter(Tensor.From(Hidden(batch.Values.Span, pass.Stream("hidden")), batch.Values.Shape));
        var loss = -Bound(rows, design.TrainingDraws, pass.Stream("codes"), pass).Mean();
        return new StepResult(pass.Tape.Backward(loss), new Metrics(("nll", loss.Item())));
    }

    public Metrics Evaluate(Batch batch, Pass pass)
    {
        var sum = 0.0;
        foreach (var bound in Bound(batch.Values, design.TrainingDraws, pass.Stream("codes"), pass).Span) sum -= bound;
        return new Metrics(("nll", sum / batch.Count));
    }

    /// <summary>q(z | observed cells).</summary>
    public MultivariateNormalTriL Posterior(ObservedRows rows, Pass pass) => encoder.Given(rows.Features(layout), pass);

    /// <summary>p(z).</summary>
    public Distribution Prior(Pass pass) => prior.Given(Context.None, pass);

    /// <summary>p(row | z, given).</summary>
    /// <param name="z">[n, latent].</param>
    /// <param name="given">The given columns, [n, features]; null where none is given.</param>
    /// <param name="pass">How the network is run.</param>
    public CellDistributions Cells(Tensor z, Tensor? given, Pass pass) =>
        new(decoder.Forward(given is null ? z : Tensor.Concat(-1, [z, given]), pass), layout, design.Components);

    /// <summary>The bound of log p(observed cells) of each row by draws of z from q.</summary>
    public double[] Score(TableRows rows, Rng rng, CancellationToken cancellation)
    {
        var scores = new double[rows.Count];
        int draws = design.ScoreDraws, done = 0;
        var pool = new BufferPool();
        foreach (var batch in ExampleReader.InOrder(rows, pool, Math.Clamp(PointsAtOnce / draws, 1, 512)))
        {
            var logs = new double[batch.Count][];
            for (var i = 0; i < logs.Length; i++) logs[i] = new double[draws];
            var most = Math.Max(1, PointsAtOnce / batch.Count);
            for (var first = 0; first < draws; first += most)
            {
                cancellation.ThrowIfCancellationRequested();
                var some = Math.Min(most, draws - first);
                using var scope = Tape.Scope(pool);
                var weights = LogWeights(scope.Enter(batch.Values), some, rng.Fork(done).Fork(first), new Pass(scope)).Span;
                for (var k = 0; k < some; k++)
                    for (var i = 0; i < batch.Count; i++) logs[i][first + k] = weights[k * batch.Count + i];
            }
            for (var i = 0; i < logs.Length; i++) scores[done + i] = DoubleMath.LogMeanExp(logs[i]);
            done += batch.Count;
        }
        return scores;
    }

    /// <summary>Draws rows, in place of what the rows hold beside their given columns.</summary>
    /// <param name="rng">The stream.</param>
    /// <param name="rows">[count, width].</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public void Sample(Rng rng, Span<float> rows, CancellationToken cancellation)
    {
        var width = layout.Width;
        for (var i = 0; i < rows.Length; i++)
            if (layout.IsLearnt(i % width)) rows[i] = float.NaN;
        var pool = new BufferPool();
        for (var first = 0; first < rows.Length / width; first += PointsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(PointsAtOnce, rows.Length / width - first);
            using var scope = Tape.Scope(pool);
            var pass = new Pass(scope);
            var some = rows.Slice(first * width, count * width);
            var z = Prior(pass).Sample(rng.Fork("codes").Fork(first), [count]);
            Cells(z, layout.Given(Tensor.From(some, [count, width])), pass).Fill(rng.Fork("cells").Fork(first), some);
        }
    }

    // [n]: log 1/k ∑ w.
    private Tensor Bound(Tensor rows, int draws, Rng rng, Pass pass) => LogWeights(rows, draws, rng, pass).LogSumExp(0) - (float)DoubleMath.Log(draws);

    // log w, [draws, n].
    private Tensor LogWeights(Tensor rows, int draws, Rng rng, Pass pass)
    {
        var observed = ObservedRows.Of(rows, layout);
        var count = rows.Shape[0];
        var (z, logQ) = Posterior(observed, pass).SampleAndLogProb(rng, [draws]);
        Tensor Repeated(Tensor x) => x.BroadcastTo([draws, count, x.Shape[1]]).Reshape([draws * count, x.Shape[1]]);
        var cells = Repeated(observed.Cells);
        var logCells = Cells(z.Reshape([draws * count, Latent]), layout.Given(cells), pass).LogProb(cells, observed.Known is { } known ? Repeated(known) : null);
        return logCells.Reshape([draws, count]) + Prior(pass).LogProb(z) - logQ;
    }

    // Hides cells of some rows: a random share of the row's, another one for each row.
    private float[] Hidden(ReadOnlySpan<float> rows, Rng rng)
    {
        var cells = rows.ToArray();
        var width = layout.Width;
        float[] row = new float[2 * cells.Length / width], cell = new float[cells.Length];
        rng.Fork("rows").Uniform(row);
        rng.Fork("cells").Uniform(cell);
        for (var i = 0; i < cells.Length; i++)
            if (layout.IsLearnt(i % width) && row[2 * (i / width)] < HiddenShare && cell[i] < row[2 * (i / width) + 1]) cells[i] = float.NaN;
        return cells;
    }

    private static Sequential Network(int inputs, IReadOnlyList<int> widths, int outputs)
    {
        int[] all = [inputs, .. widths];
        return new Sequential([.. widths.Select((w, i) => new Dense(all[i], w, Activation.Silu, WeightInitialization.FanIn)), new Dense(all[^1], outputs)]);
    }
}
