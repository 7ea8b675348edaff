using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// The rule by which gradients change weights. A value: the running values of one training are in an <see cref="OptimizerState"/>, so any number
/// of trainings may share a rule.
/// </summary>
/// <remarks>To write one, copy Sgd.cs: name the running values it keeps for each weight, and write a struct that updates 16 weights.</remarks>
public abstract class Optimizer
{
    /// <summary>Begins a training of these parameters.</summary>
    public OptimizerState Start(IReadOnlyList<Parameter> parameters) => new(this, parameters);

    /// <summary>What a configuration says of it.</summary>
    public abstract override string ToString();

    /// <summary>The names of the running values it keeps for every weight; they begin at 0.</summary>
    public abstract IReadOnlyList<string> Memory { get; }

    /// <summary>Changes the weights of one parameter.</summary>
    /// <param name="weights">Changed in place.</param>
    /// <param name="gradient">The derivative of the objective with respect to each weight, before scaling.</param>
    /// <param name="memory">The running values, in the order of <see cref="Memory"/>.</param>
    /// <param name="step">What is the same for all parameters.</param>
    public abstract void Update(Tensor weights, in ParameterGradient gradient, ReadOnlySpan<Tensor> memory, in OptimizerStep step);
}

/// <summary>What all parameters share in one step of an optimizer.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="LearningRate">The size of the step.</param>
/// <param name="GradientScale">Every gradient is multiplied by it first: below 1 where gradients are clipped.</param>
public readonly record struct OptimizerStep(long Number, double LearningRate, float GradientScale);
