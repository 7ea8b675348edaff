using Ansatz.Boltzmann;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tables.Models;

/// <summary>
/// Trains a Boltzmann machine of categories by persistent contrastive divergence: the gradient of the mean of F(v) over the batch, less that over chains which continue from step to step.
/// </summary>
/// <remarks>F(v) = −aᵀv − ∑ softplus(b + vᵀW) is that of bits; only the chains know that the categories of a column exclude each other. Tieleman, Training restricted Boltzmann machines using
/// approximations to the likelihood gradient (2008). Its numbers are no likelihoods.</remarks>
internal sealed class CategoryDivergence : Module, ITrainable
{
    private readonly CategoryUnits units;
    private readonly int stepCount;

    [SavedAs("machine")]
    private readonly RestrictedBoltzmannMachine machine;

    [SavedAs("chains")]
    private readonly Parameter hidden;

    /// <param name="machine">What is trained.</param>
    /// <param name="units">Its visible units.</param>
    /// <param name="chainCount">Chains.</param>
    /// <param name="stepCount">Gibbs steps of a chain for each gradient.</param>
    public CategoryDivergence(RestrictedBoltzmannMachine machine, CategoryUnits units, int chainCount, int stepCount)
    {
        (this.machine, this.units, this.stepCount) = (machine, units, stepCount);
        hidden = new Parameter([chainCount, machine.HiddenCount], isTrainable: false);
    }

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    /// <summary>First weights; the visible biases are those of independent columns with the rows' frequencies.</summary>
    /// <param name="logits">The biases.</param>
    /// <param name="rng">The stream of the weights and of the chains' start.</param>
    public void StartFrom(float[] logits, Rng rng)
    {
        Initialize(rng);
        machine.VisibleBias.Assign(logits);
        var start = new float[hidden.Shape.Size];
        Array.Fill(start, 0.5f);
        rng.Fork("chains").Bernoulli(start, start);
        hidden.Assign(start);
    }

    public StepResult Step(Batch batch, Pass pass)
    {
        var chains = new CategoryChains(machine, units);
        var rng = pass.Stream("chains");
        Tensor h = hidden.Value, v = h;
        for (var step = 0; step < stepCount; step++)
        {
            v = chains.Visible(h, rng.Fork("visible").Fork(step));
            h = chains.Hidden(v, rng.Fork("hidden").Fork(step));
        }
        pass.Collect(hidden, h, momentum: 0);
        Tensor data = machine.FreeEnergy(pass.Tape!.Enter(Units(batch)), pass).Mean(), loss = data - machine.FreeEnergy(pass.Tape.Enter(v), pass).Mean();
        return new StepResult(pass.Tape.Backward(loss), new Metrics(("freeEnergyAboveChains", loss.Item()), ("freeEnergy", data.Item())));
    }

    public Metrics Evaluate(Batch batch, Pass pass) => new(("freeEnergy", machine.FreeEnergy(Units(batch)).Mean().Item()));

    private Tensor Units(Batch batch) => Tensor.From(units.Encode(batch.Values.Span), [batch.Count, units.Count]);
}
