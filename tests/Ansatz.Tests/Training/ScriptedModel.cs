using Ansatz.Data;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Tests.Training;

/// <summary>A model of one weight, whose gradient is always −1 and whose objectives are given: after n steps of rate 1 of plain descent the weight is n.</summary>
internal sealed class ScriptedModel : Module, ITrainable
{
    public Parameter Weight { get; } = new([1]);

    /// <summary>The training objective of the step that begins with n steps taken.</summary>
    public Func<int, double> Objective { get; init; } = _ => 1;

    /// <summary>The validation objective with n steps taken.</summary>
    public Func<int, double> ValidationObjective { get; init; } = _ => 1;

    private int Taken => (int)Weight.Value.Item();

    public static Dataset Data(int count) => Dataset.FromFloats(new float[count], [1]);

    IReadOnlyList<Parameter> ITrainable.Parameters() => Parameters();

    public StepResult Step(Batch batch, Pass pass) =>
        new(new Gradients(pass.Tape!, new Dictionary<Parameter, Tensor> { [Weight] = Tensor.From([-1f]) }), new Metrics(("total", Objective(Taken))));

    public Metrics Evaluate(Batch batch, Pass pass) => new(("total", ValidationObjective(Taken)));
}
