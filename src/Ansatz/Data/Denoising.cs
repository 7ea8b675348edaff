using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>Trains a model on corrupted inputs and compares its output with the original images. The corruption is new at every step, and fixed in evaluation.</summary>
/// <param name="model">What is trained.</param>
/// <param name="corruption">What changes the inputs.</param>
public sealed class Denoising(ITrainable model, Corruption corruption) : ITrainable
{
    public Support ValueSupport => model.ValueSupport;

    public IReadOnlyList<Parameter> Parameters() => model.Parameters();

    public StepResult Step(Batch batch, Pass pass) => model.Step(Damaged(batch, pass), pass);

    public Metrics Evaluate(Batch batch, Pass pass) => model.Evaluate(Damaged(batch, pass), pass);

    private Batch Damaged(Batch batch, Pass pass) => batch with { Inputs = corruption.Apply(batch.Inputs, pass.Stream("corruption")) };
}
