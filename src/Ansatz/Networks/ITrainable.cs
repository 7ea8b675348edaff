using Ansatz.Bijectors;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>Examples that take one step together.</summary>
/// <param name="Values">[n, example…]. In training, the memory is overwritten by the batch after next: keep a copy, not the tensor.</param>
/// <param name="Labels">[n] class numbers, or null.</param>
/// <param name="Epoch">How many epochs have passed before this step, with its fraction: what schedules count in.</param>
public sealed record Batch(Tensor Values, IReadOnlyList<int>? Labels, double Epoch)
{
    private readonly Tensor? inputs;

    /// <summary>What the model is shown of the values: themselves, unless something has been done to them on the way, [n, example…].</summary>
    public Tensor Inputs
    {
        get => inputs ?? Values;
        init => inputs = value;
    }

    public int Count => Values.Shape[0];

    /// <summary><see cref="Inputs"/> with their labels: what an encoder is given.</summary>
    public Context Context => new(Inputs, Labels);
}

/// <summary>What one step of training finds: directions for the parameters, and numbers to report.</summary>
public readonly record struct StepResult(Gradients Gradients, Metrics Metrics);

/// <summary>What a trainer can train: anything that turns a batch into gradients, by backpropagation or otherwise.</summary>
public interface ITrainable
{
    /// <summary>The numbers that an example may hold. A trainer refuses other examples before it trains, as faults of the data.</summary>
    Support ValueSupport => Support.Reals;

    /// <summary>Everything that a step changes or a checkpoint keeps. A <see cref="Module"/> has this method already.</summary>
    IReadOnlyList<Parameter> Parameters();

    /// <summary>Gradients of one batch, on the pass's tape; the metrics are means over the batch's examples.</summary>
    StepResult Step(Batch batch, Pass pass);

    /// <summary>The model's numbers on one batch as they are after training, schedules at their ends; means over the batch's examples.</summary>
    /// <param name="batch">The examples, on the pass's tape.</param>
    /// <param name="pass">An evaluation pass, with a fixed stream.</param>
    Metrics Evaluate(Batch batch, Pass pass);
}
