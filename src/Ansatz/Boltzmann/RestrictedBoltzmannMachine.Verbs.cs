using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <content>The same verbs that other models have. Examples of any shape are taken, such as images, if they have as many elements as there are visible units.</content>
public sealed partial class RestrictedBoltzmannMachine
{
    /// <summary>New examples: the ends of Gibbs chains that start at random bits. They are draws of P(v) as far as the chains forget their start.</summary>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="count">Chains, 1 or more.</param>
    /// <param name="stepCount">Pairs of draws, 1 or more; more bring the ends nearer to P(v).</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <returns>Bits, [count, visible].</returns>
    public Tensor Sample(Rng rng, int count, int stepCount = 1000, CancellationToken cancellation = default)
    {
        if (count < 1) throw new ArgumentOutOfRangeException(nameof(count), $"RestrictedBoltzmannMachine: {count} examples; expected 1 or more.");
        var start = Tensor.Full([count, VisibleCount], 0.5f);
        rng.Fork("start").Bernoulli(start.Span, start.Span);
        return Gibbs(start, stepCount, rng.Fork("steps"), cancellation);
    }

    /// <summary>log P(v) = −F(v) − log Z of each example, in nats.</summary>
    /// <param name="visible">v, [n, …].</param>
    /// <param name="logZ">log Z, from <see cref="ExactPartition"/> or <see cref="AnnealedImportanceSampling"/>. Without it scores lack that constant, which is enough to compare examples.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public double[] Score(Tensor visible, double logZ = 0, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Score(new TensorExamples(visible, null, nameof(RestrictedBoltzmannMachine)), logZ, pool, cancellation);

    /// <summary>The same for each example of a source.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="logZ">As for tensors.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    public double[] Score(IExampleSource examples, double logZ = 0, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Array.ConvertAll(Map(examples, (v, pass) => FreeEnergy(v, pass), pool, cancellation).ToArray(), f => -f - logZ);

    /// <summary>P(hⱼ = 1|v) of each hidden unit.</summary>
    /// <param name="visible">v, [n, …].</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n, hidden].</returns>
    public Tensor Encode(Tensor visible, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Encode(new TensorExamples(visible, null, nameof(RestrictedBoltzmannMachine)), pool, cancellation);

    /// <summary>The same for each example of a source.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n, hidden].</returns>
    public Tensor Encode(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Map(examples, (v, pass) => HiddenGiven(v, pass).Mean, pool, cancellation);

    /// <summary>P(vᵢ = 1|h) of each visible unit.</summary>
    /// <param name="hidden">h, [n, hidden]: bits, or probabilities in their place.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n, visible].</returns>
    public Tensor Decode(Tensor hidden, BufferPool? pool = null, CancellationToken cancellation = default) => BatchMap.Run(nameof(RestrictedBoltzmannMachine),
        new TensorExamples(hidden, null, nameof(RestrictedBoltzmannMachine)), (batch, pass) => VisibleGiven(batch.Values, pass).Mean, pool, cancellation);

    /// <summary>P(vᵢ = 1|h) at hⱼ = P(hⱼ = 1|v): one step up and down without a draw.</summary>
    /// <param name="visible">v, [n, …].</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n, visible].</returns>
    public Tensor Reconstruct(Tensor visible, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Reconstruct(new TensorExamples(visible, null, nameof(RestrictedBoltzmannMachine)), pool, cancellation);

    /// <summary>The same for each example of a source.</summary>
    /// <param name="examples">One or more.</param>
    /// <param name="pool">Memory to work in, or null.</param>
    /// <param name="cancellation">Ends between two batches.</param>
    /// <returns>[n, visible].</returns>
    public Tensor Reconstruct(IExampleSource examples, BufferPool? pool = null, CancellationToken cancellation = default) =>
        Map(examples, (v, pass) => VisibleGiven(HiddenGiven(v, pass).Mean, pass).Mean, pool, cancellation);

    /// <summary>Draws of missing units by Gibbs steps in which the observed units stay as they are: h ~ P(h|v), then v_missing ~ P(v_missing|h). They start at random bits.</summary>
    /// <param name="visible">v, [n, visible]: bits, NaN where one is missing.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="drawCount">Chains per example, 1 or more.</param>
    /// <param name="stepCount">Pairs of draws, 1 or more; more bring the ends nearer to P(v_missing|v_observed).</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <exception cref="ArgumentException">v has another shape, or holds an infinity.</exception>
    public Imputation Impute(Tensor visible, Rng rng, int drawCount = 1, int stepCount = 1000, CancellationToken cancellation = default)
    {
        Imputation.Check(nameof(RestrictedBoltzmannMachine), visible, [VisibleCount], drawCount);
        if (stepCount < 1) throw new ArgumentOutOfRangeException(nameof(stepCount), $"RestrictedBoltzmannMachine: {stepCount} Gibbs steps; expected 1 or more.");
        var given = visible.BroadcastTo(new Shape(drawCount).Concat(visible.Shape)).ToArray();
        var missing = Imputation.Missing(given);
        var chains = given.ToArray();
        for (var i = 0; i < chains.Length; i++)
            if (missing[i]) chains[i] = 0.5f;
        rng.Fork("start").Bernoulli(chains, chains);
        var pool = new BufferPool();
        var stream = rng.Fork("steps");
        for (var step = 0; step < stepCount; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = Tape.Scope(pool);
            var pass = new Pass(scope);
            for (var i = 0; i < chains.Length; i++)
                if (!missing[i]) chains[i] = given[i];
            var hidden = HiddenGiven(scope.Enter(Tensor.From(chains, [chains.Length / VisibleCount, VisibleCount])), pass).Sample(stream);
            VisibleGiven(hidden, pass).Sample(stream).Span.CopyTo(chains);
        }
        for (var i = 0; i < chains.Length; i++)
            if (!missing[i]) chains[i] = given[i];
        return new(Tensor.From(chains, new Shape(drawCount).Concat(visible.Shape)), AcceptanceRate: 1);
    }

    private Tensor Map(IExampleSource examples, Func<Tensor, Pass, Tensor> map, BufferPool? pool, CancellationToken cancellation) => examples.ExampleShape.Size == VisibleCount
        ? BatchMap.Run(nameof(RestrictedBoltzmannMachine), examples, (batch, pass) => map(batch.Values.Reshape([batch.Count, VisibleCount]), pass), pool, cancellation)
        : throw new ArgumentException($"RestrictedBoltzmannMachine: the examples have shape {examples.ExampleShape}; expected {VisibleCount} elements, the visible units.", nameof(examples));
}
