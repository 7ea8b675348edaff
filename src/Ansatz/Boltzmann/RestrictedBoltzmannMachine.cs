using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// P(v, h) = e^{−E(v, h)}/Z over binary units, E(v, h) = −vᵀWh − aᵀv − bᵀh. Given one side, the units of the other are independent.
/// </summary>
/// <remarks>
/// <see cref="ContrastiveDivergence"/> trains it, <see cref="ExactPartition"/> and <see cref="AnnealedImportanceSampling"/> find log Z.
/// Smolensky, Information processing in dynamical systems: foundations of harmony theory (1986); Hinton, A practical guide to training restricted
/// Boltzmann machines (2012).
/// </remarks>
/// <example><code>
/// var machine = new RestrictedBoltzmannMachine(visibleCount: 784, hiddenCount: 16);
/// machine.Initialize(new Rng(42));
/// var training = new ContrastiveDivergence(machine, new() { ChainCount = 100 });
/// training.StartFrom(BaseRates.Of(examples, 784), new Rng(43));
/// new Trainer(options, new Rng(44)).Train(training, digits);
/// var logLikelihood = -machine.FreeEnergy(digit).Item() - ExactPartition.LogZ(machine);
/// </code></example>
/// <param name="visibleCount">The number of visible units, 1 or more.</param>
/// <param name="hiddenCount">The number of hidden units, 1 or more.</param>
public sealed partial class RestrictedBoltzmannMachine(int visibleCount, int hiddenCount) : Module
{
    private const float FirstDeviation = 0.01f;

    public int VisibleCount { get; } = RequireUnits(visibleCount, "visible");

    public int HiddenCount { get; } = RequireUnits(hiddenCount, "hidden");

    /// <summary>W, [visible, hidden]; begins as N(0, 0.01²).</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; } = new([visibleCount, hiddenCount]);

    /// <summary>a, [visible].</summary>
    [field: SavedAs("visibleBias")]
    public Parameter VisibleBias { get; } = new([visibleCount]);

    /// <summary>b, [hidden].</summary>
    [field: SavedAs("hiddenBias")]
    public Parameter HiddenBias { get; } = new([hiddenCount]);

    /// <summary>E(v, h), [N…].</summary>
    /// <param name="visible">v, [N…, visible].</param>
    /// <param name="hidden">h, [N…, hidden].</param>
    /// <param name="pass">How it is run; the default is evaluation.</param>
    public Tensor Energy(Tensor visible, Tensor hidden, Pass pass = default) =>
        -((visible.Linear(pass[Weight], pass[HiddenBias]) * hidden).Sum(-1) + (visible * pass[VisibleBias]).Sum(-1));

    /// <summary>F(v) = −log ∑ₕ e^{−E(v, h)} = −aᵀv − ∑ⱼ softplus(bⱼ + (vᵀW)ⱼ), [N…], so that log P(v) = −F(v) − log Z.</summary>
    /// <param name="visible">v, [N…, visible].</param>
    /// <param name="pass">How it is run; the default is evaluation.</param>
    public Tensor FreeEnergy(Tensor visible, Pass pass = default) =>
        -((visible * pass[VisibleBias]).Sum(-1) + visible.Linear(pass[Weight], pass[HiddenBias]).Softplus().Sum(-1));

    /// <summary>P(h|v): independent units with P(hⱼ = 1|v) = σ(bⱼ + (vᵀW)ⱼ).</summary>
    /// <param name="visible">v, [N…, visible].</param>
    /// <param name="pass">How it is run; the default is evaluation.</param>
    public Independent HiddenGiven(Tensor visible, Pass pass = default) =>
        new(new Bernoulli(visible.Linear(pass[Weight], pass[HiddenBias])), 1);

    /// <summary>P(v|h): independent units with P(vᵢ = 1|h) = σ(aᵢ + (Wh)ᵢ).</summary>
    /// <param name="hidden">h, [N…, hidden].</param>
    /// <param name="pass">How it is run; the default is evaluation.</param>
    public Independent VisibleGiven(Tensor hidden, Pass pass = default) =>
        new(new Bernoulli(hidden.Linear(pass[Weight].Transpose(), pass[VisibleBias])), 1);

    /// <summary>Alternates h ~ P(h|v) and v ~ P(v|h), beginning with h: where the chains end, bits [N, visible].</summary>
    /// <param name="visible">Where the chains stand, [N, visible].</param>
    /// <param name="stepCount">Pairs of draws, 1 or more.</param>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="cancellation">Ends between two steps.</param>
    /// <exception cref="ArgumentException">The chains have another shape, or there is no step.</exception>
    public Tensor Gibbs(Tensor visible, int stepCount, Rng rng, CancellationToken cancellation = default)
    {
        if (visible.Rank != 2 || visible.Shape[1] != VisibleCount) throw new ArgumentException($"RestrictedBoltzmannMachine: the chains have shape {visible.Shape}; expected [N, {VisibleCount}].", nameof(visible));
        if (stepCount < 1) throw new ArgumentOutOfRangeException(nameof(stepCount), $"RestrictedBoltzmannMachine: {stepCount} Gibbs steps; expected 1 or more.");
        var conditionals = new Conditionals(this);
        var chains = new GibbsChains(conditionals, visible.Shape[0]);
        rng.Bernoulli(conditionals.HiddenLogits(new VisibleUnits(visible)).Span, chains.Hidden);
        chains.Run(stepCount, rng, cancellation);
        var end = Tensor.Zeros(visible.Shape);
        chains.Visible.CopyTo(end.Span);
        return end;
    }

    protected override void InitializeOwn(Rng rng)
    {
        var weights = new float[Weight.Shape.Size];
        rng.Fork("weight").Normal(weights);
        for (var i = 0; i < weights.Length; i++) weights[i] *= FirstDeviation;
        Weight.Assign(weights);
    }

    private static int RequireUnits(int count, string which) =>
        count >= 1 ? count : throw new ArgumentException($"RestrictedBoltzmannMachine: {count} {which} units; expected 1 or more.", nameof(count));
}
