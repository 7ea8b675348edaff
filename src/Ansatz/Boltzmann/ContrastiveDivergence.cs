using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>
/// Trains a restricted Boltzmann machine by ⟨∂E/∂θ⟩ over the model − ⟨∂E/∂θ⟩ over the data. The model's mean is taken over chains after k Gibbs steps.
/// The chains begin at the batch (CD-k) or continue from the step before (persistent CD).
/// </summary>
/// <remarks>
/// Hidden units enter by their probabilities. Gradients may be centered: offsets, which follow the data's means, are subtracted from the units. Hinton, Training products of experts by
/// minimizing contrastive divergence (2002); Tieleman, Training restricted Boltzmann machines using approximations to the likelihood gradient (2008);
/// Melchior, Fischer and Wiskott, How to center deep Boltzmann machines (2016), algorithm 1.
/// <para>No number of a step is a likelihood, so reports do not call them that.</para>
/// </remarks>
public sealed class ContrastiveDivergence : Module, ITrainable
{
    // The mean of a hidden unit whose weights are nearly 0.
    private const float FirstRate = 0.5f;

    private readonly ContrastiveDivergenceOptions options;

    /// <param name="machine">What is trained.</param>
    /// <param name="options">How.</param>
    public ContrastiveDivergence(RestrictedBoltzmannMachine machine, ContrastiveDivergenceOptions options)
    {
        if (options.StepCount < 1 || options.ChainCount < 1 || !(options.OffsetRate > 0 && options.OffsetRate <= 1))
            throw new ArgumentException($"ContrastiveDivergence: {options.StepCount} steps, {options.ChainCount?.ToString() ?? "no"} chains, offset rate {options.OffsetRate}; expected 1 or more steps and chains, and a rate in (0, 1].", nameof(options));
        (Machine, this.options) = (machine, options);
        if (options.ChainCount is { } count) Chains = new Parameter([count, machine.HiddenCount], isTrainable: false);
        if (!options.IsCentered) return;
        VisibleOffset = new Parameter([machine.VisibleCount], isTrainable: false);
        HiddenOffset = new Parameter([machine.HiddenCount], isTrainable: false);
    }

    [field: SavedAs("machine")]
    public RestrictedBoltzmannMachine Machine { get; }

    /// <summary>The hidden units of the persistent chains, [chains, hidden], from which they continue; null without such chains.</summary>
    [field: SavedAs("chains")]
    public Parameter? Chains { get; }

    /// <summary>μ, [visible]; null where gradients are not centered.</summary>
    [field: SavedAs("visibleOffset")]
    public Parameter? VisibleOffset { get; }

    /// <summary>λ, [hidden]; null where gradients are not centered.</summary>
    [field: SavedAs("hiddenOffset")]
    public Parameter? HiddenOffset { get; }

    /// <summary>Training examples, [n, visible], whose free energy is compared with that of held-out examples; needed only for validation.</summary>
    public Tensor? Reference { get; init; }

    /// <summary>[0, 1]: visible units are bits, or gray values that are read as probabilities.</summary>
    public Support ValueSupport => Support.UnitInterval;

    /// <summary>Begins at the data: visible biases log p/(1 − p), μ = p, λ = ½, the chains' hidden units on half the time. The weights keep their first values.</summary>
    public void StartFrom(BaseRates rates, Rng rng)
    {
        Machine.VisibleBias.Assign(rates.Logits());
        VisibleOffset?.Assign([.. rates.Means]);
        HiddenOffset?.Assign([.. Enumerable.Repeat(FirstRate, Machine.HiddenCount)]);
        if (Chains is null) return;
        var first = new float[Chains.Shape.Size];
        Array.Fill(first, FirstRate);
        rng.Bernoulli(first, first);
        Chains.Assign(first);
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var conditionals = new Conditionals(Machine, pass.Tape);
        var examples = new VisibleUnits(Flat(pass.Tape!.Enter(batch.Values)));
        var dataLogits = conditionals.HiddenLogits(examples);
        var chains = Run(conditionals, dataLogits, pass);
        var ends = new VisibleUnits(chains.Visible, pass.Tape);
        var energy = Mean(conditionals.FreeEnergy(examples, dataLogits));
        var metrics = new Metrics(("freeEnergyAboveChains", energy - Mean(conditionals.FreeEnergy(ends, chains.HiddenLogits))), ("freeEnergy", energy));
        Moments data = new(examples, dataLogits), model = new(ends, chains.HiddenLogits);
        var directions = options.IsCentered
            ? Directions.Centered(data, model, Follow(VisibleOffset!, data.Visible, pass), Follow(HiddenOffset!, data.Hidden, pass))
            : Directions.Plain(data, model);
        var gradients = new Dictionary<Parameter, Tensor>
        {
            [Machine.Weight] = directions.Weight,
            [Machine.VisibleBias] = directions.VisibleBias,
            [Machine.HiddenBias] = directions.HiddenBias,
        };
        return new StepResult(new Gradients(pass.Tape, gradients), metrics);
    }

    /// <summary>
    /// The free energy of held-out examples minus that of training examples. It grows when the machine begins to overfit; log Z
    /// cancels. Hinton, A practical guide to training restricted Boltzmann machines (2012), section 6.
    /// </summary>
    public Metrics Evaluate(Batch batch, Pass pass)
    {
        var reference = Reference ?? throw new InvalidOperationException("ContrastiveDivergence: validation compares with training examples; give some as Reference.");
        double heldOut = Mean(Machine.FreeEnergy(Flat(batch.Values), pass)), training = Mean(Machine.FreeEnergy(Flat(pass.Tape?.Enter(reference) ?? reference), pass));
        return new Metrics(("freeEnergyGap", heldOut - training), ("freeEnergy", heldOut));
    }

    // The chains at their end. Persistent chains leave the hidden units from which they continue; others begin with those of the data.
    private GibbsChains Run(Conditionals conditionals, Tensor dataLogits, Pass pass)
    {
        var rng = pass.Stream("chains");
        var (first, end) = pass.Shard.Of(Chains?.Shape[0] ?? dataLogits.Shape[0]);
        if (Chains is null) (first, end) = (0, dataLogits.Shape[0]);
        else if (first == end) throw new ArgumentException($"ContrastiveDivergence: {Chains.Shape[0]} persistent chains for {pass.Shard.Count} shards; expected a chain or more for each shard.", nameof(pass));
        var chains = new GibbsChains(conditionals, end - first, pass.Tape);
        if (Chains is null) rng.Bernoulli(dataLogits.Span, chains.Hidden);
        else chains.Hidden = BitMatrix.Of(end - first == Chains.Shape[0] ? Chains.Value : Chains.Value.Slice(0, first, end - first))!;
        chains.Run(options.StepCount, rng);
        if (Chains is null) return chains;
        chains.DrawHidden(rng);
        var hidden = Tensor.Allocate([end - first, Chains.Shape[1]], pass.Tape);
        chains.Hidden.CopyTo(hidden.Span);
        pass.CollectRows(Chains, hidden, first);
        return chains;
    }

    // The offset after its move; the parameter itself moves when the step is done.
    private Tensor Follow(Parameter offset, Tensor mean, Pass pass)
    {
        pass.Collect(offset, mean, 1 - options.OffsetRate);
        return pass.Tape!.Enter(offset.Value) * (1 - options.OffsetRate) + mean * options.OffsetRate;
    }

    private Tensor Flat(Tensor examples)
    {
        if (examples.Shape[1..].Size != Machine.VisibleCount)
            throw new ArgumentException($"ContrastiveDivergence: the examples have shape {examples.Shape[1..]}, the machine {Machine.VisibleCount} visible units.", nameof(examples));
        return examples.Reshape([examples.Shape[0], Machine.VisibleCount]);
    }

    private static double Mean(Tensor values)
    {
        var sum = 0.0;
        foreach (var value in values.Span) sum += value;
        return sum / values.Length;
    }
}
