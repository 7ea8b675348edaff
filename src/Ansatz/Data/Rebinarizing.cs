using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Data;

/// <summary>
/// Trains a model on black and white images. Each pixel is 1 with its gray value as the probability. The draw is new at every pass, and fixed in evaluation.
/// Images that are black and white already stay as they are.
/// </summary>
/// <remarks>Burda, Grosse and Salakhutdinov, Importance weighted autoencoders (2016), section 5.</remarks>
/// <param name="model">What is trained.</param>
public sealed class Rebinarizing(ITrainable model) : ITrainable
{
    /// <summary>[0, 1]: gray values are probabilities.</summary>
    public Support ValueSupport => Support.UnitInterval;

    public IReadOnlyList<Parameter> Parameters() => model.Parameters();

    public StepResult Step(Batch batch, Pass pass) => model.Step(Drawn(batch, pass), pass);

    public Metrics Evaluate(Batch batch, Pass pass) => model.Evaluate(Drawn(batch, pass), pass);

    private static Batch Drawn(Batch batch, Pass pass) => batch with { Values = pass.Stream("binarize").Bernoulli(batch.Values, batch.Values.Shape) };
}
