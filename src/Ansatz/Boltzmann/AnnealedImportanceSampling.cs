using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// Estimates log Z along a path of machines from independent units, whose log Z is known, to the given machine: fₖ(v) is ∑ₕ e^{−E} with visible
/// biases (1 − βₖ)a₀ + βₖa, weights βₖW and hidden biases βₖb, 0 = β₀ &lt; … &lt; β_K = 1.
/// </summary>
/// <remarks>
/// Forward chains begin at the independent units, and w = ∏ₖ fₖ(vₖ)/fₖ₋₁(vₖ). Z₀w is an unbiased estimate of Z, so log Z is too low on
/// average, and likelihoods are too high. For chains that run backwards from an example v, f(v)/(Z₀w) is an unbiased estimate of the probability that a forward chain ends in v. The
/// logarithm is too low on average. If the forward chains end near the machine's distribution, the likelihood is too low as well.
/// For chains that run backwards from draws of the machine, 1/(Z₀w) is an unbiased estimate of 1/Z. <see cref="Bracket"/> makes bounds with a stated probability from the two.
/// <para>Neal, Annealed importance sampling (2001); Salakhutdinov and Murray, On the quantitative analysis of deep belief networks (2008), section 3,
/// for the spacing of β; Burda, Grosse and Salakhutdinov, Accurate and conservative estimates of MRF log-likelihood using reverse annealing (2015); Grosse, Ghahramani
/// and Adams, Sandwiching the marginal likelihood using bidirectional Monte Carlo (2015).</para>
/// </remarks>
public sealed class AnnealedImportanceSampling
{
    private const int SettlingSteps = 10;

    private readonly RestrictedBoltzmannMachine machine;
    private readonly Conditionals conditionals;
    private readonly Tensor baseBias, biasChange;
    private readonly float[] betas;

    /// <param name="machine">The machine; it must not change afterwards.</param>
    /// <param name="rates">How often the visible units are on in the data: the independent units.</param>
    /// <param name="stepCount">K, 1 or more; more steps make the bracket narrower.</param>
    public AnnealedImportanceSampling(RestrictedBoltzmannMachine machine, BaseRates rates, int stepCount)
    {
        if (stepCount < 1 || rates.Means.Count != machine.VisibleCount)
            throw new ArgumentException($"AnnealedImportanceSampling: {stepCount} steps and rates of {rates.Means.Count} units; expected 1 step or more, and rates of {machine.VisibleCount} units.", nameof(rates));
        (this.machine, conditionals) = (machine, new Conditionals(machine));
        baseBias = Tensor.From(rates.Logits());
        biasChange = machine.VisibleBias.Value - baseBias;
        betas = [.. Enumerable.Range(0, stepCount + 1).Select(k => (float)Beta((double)k / stepCount))];
        BaseLogZ = machine.HiddenCount * DoubleMath.Log(2) + rates.Logits().Sum(a => Math.Max(a, 0) + DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(a))));
    }

    /// <summary>log Z₀ of the independent units.</summary>
    public double BaseLogZ { get; }

    /// <summary>Receives the number of steps that are done: up to K, for a bracket up to 2K.</summary>
    public IProgress<int>? Progress { get; init; }

    /// <summary>log Z by forward chains.</summary>
    /// <param name="chainCount">2 or more.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public PartitionEstimate LogZ(int chainCount, Rng rng, CancellationToken cancellation = default) =>
        PartitionEstimate.Of(BaseLogZ, Forwards(chainCount, rng, cancellation).LogWeights);

    /// <summary>Bounds of log Z that hold with a probability of 95 % or more, by forward chains and the same number of backward chains.</summary>
    /// <remarks>
    /// Each bound is Markov's inequality for the weights of its chains and fails with a probability of 2.5 % at most. The backward chains start at the ends of the
    /// forward chains, which are resampled in proportion to w and moved by ten Gibbs steps. These starts are approximately draws of the machine if the forward
    /// chains reach all states of high probability.
    /// </remarks>
    /// <param name="chainCount">2 or more in each direction; 100 or more make it narrow.</param>
    /// <param name="rng">The stream of the chains. The forward estimate is that of <see cref="LogZ"/> with the fork "forward".</param>
    /// <param name="cancellation">Ends between two steps.</param>
    public PartitionBracket Bracket(int chainCount, Rng rng, CancellationToken cancellation = default)
    {
        var (forward, ends) = Forwards(chainCount, rng.Fork("forward"), cancellation);
        var starts = new GibbsChains(conditionals, chainCount) { Visible = Resample(ends, forward, rng.Fork("resample").NextUniform()) };
        starts.FindHiddenLogits();
        var settling = rng.Fork("settle");
        starts.DrawHidden(settling);
        starts.Run(SettlingSteps, settling, cancellation);
        return PartitionBracket.Of(BaseLogZ, forward, Anneal(starts.Visible, isBackwards: true, rng.Fork("backward"), cancellation, stepsBefore: betas.Length - 1));
    }

    /// <summary>log P of each example by backward chains, [N]; too low on average.</summary>
    /// <inheritdoc cref="LogLikelihood"/>
    public double[] LogProb(Tensor examples, int chainsPerExample, Rng rng, CancellationToken cancellation = default) =>
        [.. LogLikelihood(examples, chainsPerExample, rng, cancellation).ByExample];

    /// <summary>log P of examples by backward chains, too low on average, with standard errors.</summary>
    /// <param name="examples">Bits, [N, visible], N 1 or more.</param>
    /// <param name="chainsPerExample">The number of estimates of P to average: 1 or more, 2 or more for an error of each example.</param>
    /// <param name="rng">The stream of the chains.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <exception cref="ArgumentException">The examples have another shape or are not bits, or there are no chains.</exception>
    public AnnealedLikelihood LogLikelihood(Tensor examples, int chainsPerExample, Rng rng, CancellationToken cancellation = default)
    {
        if (chainsPerExample < 1) throw new ArgumentOutOfRangeException(nameof(chainsPerExample), $"AnnealedImportanceSampling: {chainsPerExample} chains for each example; expected 1 or more.");
        if (examples.Rank != 2 || examples.Shape[0] == 0 || examples.Shape[1] != machine.VisibleCount)
            throw new ArgumentException($"AnnealedImportanceSampling: the examples have shape {examples.Shape}; expected [N, {machine.VisibleCount}], N 1 or more.", nameof(examples));
        var starts = examples.Gather(0, [.. Enumerable.Range(0, examples.Shape[0] * chainsPerExample).Select(i => i / chainsPerExample)]);
        var bits = BitMatrix.Of(starts) ?? throw new ArgumentException("AnnealedImportanceSampling: the examples hold values other than 0 and 1; binarize them first.", nameof(examples));
        var inverse = Anneal(bits, isBackwards: true, rng, cancellation).Select(w => -w);
        return AnnealedLikelihood.Of([.. inverse.Chunk(chainsPerExample).Select(w => PartitionEstimate.Of(0, w))], machine.FreeEnergy(examples).ToArray(), BaseLogZ);
    }

    private (double[] LogWeights, BitMatrix Ends) Forwards(int chainCount, Rng rng, CancellationToken cancellation)
    {
        if (chainCount < 2) throw new ArgumentOutOfRangeException(nameof(chainCount), $"AnnealedImportanceSampling: {chainCount} chains have no standard error; expected 2 or more.");
        var chains = new BitMatrix(chainCount, machine.VisibleCount);
        rng.Fork("start").Bernoulli(baseBias.BroadcastTo([chainCount, machine.VisibleCount]).Span, chains);
        return (Anneal(chains, isBackwards: false, rng.Fork("chains"), cancellation), chains);
    }

    // Rows in proportion to their weights: row i is taken as often as one of (u + 0, u + 1, …)/N lies in its part of [0, 1). Kitagawa (1996), systematic resampling.
    private static BitMatrix Resample(BitMatrix rows, double[] logWeights, double u)
    {
        var total = DoubleMath.LogSumExp(logWeights);
        var drawn = new BitMatrix(rows.Rows, rows.Columns);
        var next = 0;
        var sum = 0.0;
        for (var i = 0; i < rows.Rows; i++)
        {
            sum += DoubleMath.Exp(logWeights[i] - total);
            for (; next < rows.Rows && (u + next < sum * rows.Rows || i == rows.Rows - 1); next++) rows.Row(i).CopyTo(drawn.Row(next));
        }
        return drawn;
    }

    // log w of each chain; the chains are moved in place. Forwards the kernel of k follows the weight of k, backwards the kernel of k − 1.
    private double[] Anneal(BitMatrix visible, bool isBackwards, Rng rng, CancellationToken cancellation, int stepsBefore = 0)
    {
        var logWeights = new double[visible.Rows];
        var chains = new GibbsChains(conditionals, visible.Rows) { Visible = visible };
        var pool = new BufferPool();
        var last = betas.Length - 1;
        for (var step = 1; step <= last; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            var k = isBackwards ? last + 1 - step : step;
            chains.FindHiddenLogits();
            using var scope = Tape.Scope(pool);
            var ratio = LogRatio(chains, betas[k - 1], betas[k], scope);
            for (var n = 0; n < logWeights.Length; n++) logWeights[n] += ratio.Span[n];
            if (step < last) Move(chains, betas[isBackwards ? k - 1 : k], rng);
            Progress?.Report(stepsBefore + step);
        }
        return logWeights;
    }

    // log f at β₁ − log f at β₀, [N].
    private Tensor LogRatio(GibbsChains chains, float beta0, float beta1, Tape scope)
    {
        var logits = scope.Enter(chains.HiddenLogits);
        var biases = new VisibleUnits(chains.Visible, scope).Times(biasChange.Reshape([machine.VisibleCount, 1]), Tensor.Zeros([1])).Reshape([logits.Shape[0]]);
        return biases * (beta1 - beta0) + ((logits * beta1).Softplus() - (logits * beta0).Softplus()).Sum(-1);
    }

    // A Gibbs step of the machine at β.
    private void Move(GibbsChains chains, float beta, Rng rng)
    {
        chains.DrawHidden(rng, beta);
        chains.DrawVisible(rng, beta, (baseBias * (1 - beta)).Span);
    }

    // The steps have 29 parts: 1 for β ≤ ½, 8 up to 0.9 and 20 for the rest, where the machines differ most.
    private static double Beta(double t) =>
        t < 1 / 29.0 ? 0.5 * 29 * t
        : t < 9 / 29.0 ? 0.5 + 0.4 * (29 * t - 1) / 8
        : t < 1 ? 0.9 + 0.1 * (29 * t - 9) / 20 : 1;
}
