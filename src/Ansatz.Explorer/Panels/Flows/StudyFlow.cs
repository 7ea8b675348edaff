using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;

namespace Ansatz.Explorer.Panels.Flows;

/// <summary>A flow of the study of flows: points of the plane.</summary>
/// <param name="name">The toy and the family.</param>
/// <param name="flow">With its weights.</param>
internal sealed class StudyFlow(string name, Flow flow) : FlowView(name, ["x₁", "x₂"])
{
    public override bool HasDensity => true;

    public override double[] LogDensity(float[] points) => flow.Score(Tensor.From(points, [points.Length / 2, 2]));

    protected override (Distribution Noise, IReadOnlyList<Bijector> Parts) Map(Context context)
    {
        var p = (TransformedDistribution)flow.Given();
        return (p.Base, [.. FlowTrail.Parts(p.Bijector)]);
    }
}
