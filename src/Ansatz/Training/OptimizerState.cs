using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>The state of an optimizer for the parameters of one model: the number of steps, and the running values for each weight.</summary>
/// <example><code>
/// var optimizer = new Adam().Start(model.Parameters());
/// …
/// optimizer.Step(tape.Backward(loss), learningRate: 1e-3);
/// </code></example>
public sealed class OptimizerState
{
    private readonly Optimizer rule;
    private readonly (string Name, Parameter Parameter, Tensor[] Memory)[] entries;

    internal OptimizerState(Optimizer rule, IReadOnlyList<Parameter> parameters)
    {
        this.rule = rule;
        entries = [.. ParameterList.Named(parameters).Where(p => p.Parameter.IsTrainable)
            .Select(p => (p.Name, p.Parameter, rule.Memory.Select(_ => Tensor.Zeros(p.Parameter.Shape)).ToArray()))];
    }

    /// <summary>Steps taken.</summary>
    public long StepCount { get; internal set; }

    /// <summary>Changes every trainable parameter once, those without a gradient as if it were 0.</summary>
    /// <param name="gradients">On a tape that has not ended.</param>
    /// <param name="learningRate">The size of the step.</param>
    /// <param name="gradientScale">Every gradient is multiplied by it first; see <see cref="GradientClipping"/>.</param>
    public void Step(Gradients gradients, double learningRate, float gradientScale = 1)
    {
        var step = new OptimizerStep(++StepCount, learningRate, gradientScale);
        foreach (var (_, parameter, memory) in entries) rule.Update(parameter.Change(), gradients.Of(parameter), memory, step);
    }

    /// <summary>The running values, which a checkpoint holds: those of a trainable parameter in the order of <see cref="Optimizer.Memory"/>.</summary>
    internal IEnumerable<(string Name, Tensor Values)> Memory =>
        entries.SelectMany(e => e.Memory.Select((values, i) => ($"{rule.Memory[i]}.{e.Name}", values)));
}
