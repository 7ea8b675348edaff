using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>Trains a model on damaged inputs while it is judged by the images themselves; the damage is new at every step, and fixed in evaluation.</summary>
/// <param name="model">What is trained.</param>
/// <param name="corruption">The damage.</param>
public sealed class Denoising(ITrainable model, Corruption corruption) : ITrainable
{
    public Support ValueSupport => model.ValueSupport;

    public IReadOnlyList<Parameter> Parameters() => model.Parameters();

    public StepResult Step(Batch batch, Pass pass) => model.Step(Damaged(batch, pass), pass);

    public Metrics Evaluate(Batch batch, Pass pass) => model.Evaluate(Damaged(batch, pass), pass);

    private Batch Damaged(Batch batch, Pass pass) => batch with { Inputs = corruption.Apply(batch.Inputs, pass.Stream("corruption")) };
}
