using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Turns gradients into changes of the parameters.</summary>
public abstract class Optimizer
{
    /// <summary>Steps taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>Changes every trainable parameter once.</summary>
    public void Step(IReadOnlyList<Parameter> parameters, Gradients gradients, double learningRate)
    {
        StepCount++;
        BeginStep(learningRate);
        foreach (var parameter in parameters)
            if (parameter.IsTrainable) Update(parameter, gradients[parameter]);
    }

    /// <summary>What is the same for all parameters of a step.</summary>
    protected abstract void BeginStep(double learningRate);

    private protected abstract void Update(Parameter parameter, Tensor gradient);

    /// <summary>The tensors that a checkpoint must hold to continue, by name; made if there are none yet.</summary>
    internal abstract IEnumerable<(string Name, float[] Values)> State(IReadOnlyList<Parameter> parameters);

    /// <summary>Continues where another optimizer of the same kind stood; its state has been copied into <see cref="State"/>.</summary>
    internal void Restore(long stepCount) => StepCount = stepCount;
}
