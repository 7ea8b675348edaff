using Ansatz.Distributions;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

/// <summary>A distribution with parameters for three of its kind, and where its mass lies.</summary>
/// <param name="Name">Unique in the zoo.</param>
/// <param name="Build">Makes the distribution of parameters, of the whole batch or of one member.</param>
/// <param name="Parameters">Each [3, …].</param>
public sealed record DistributionCase(string Name, Func<Tensor[], Distribution> Build, Tensor[] Parameters)
{
    public const int BatchLength = 3;

    /// <summary>For continuous distributions: an interval for each element of an event, which together hold all but 1e-5 of every member's mass.</summary>
    public (double Low, double High)[] Box { get; init; } = [];

    /// <summary>For discrete distributions: every event there is.</summary>
    public float[][] Outcomes { get; init; } = [];

    /// <summary>Points of the grid along each axis of the box.</summary>
    public int Resolution { get; init; } = 40_000;

    /// <summary>What the midpoint rule on that grid is good for.</summary>
    public double QuadratureTolerance { get; init; } = 2e-4;

    /// <summary>Finite numbers off the support.</summary>
    public float[] OffSupport { get; init; } = [];

    /// <summary>Events inside every member's support, at some distance from its edges; left out, draws are used.</summary>
    public float[][]? Inside { get; init; }

    public Distribution Whole => Build(Parameters);

    public bool IsDiscrete => Outcomes.Length > 0;

    public Distribution Single(int index) => Build([.. Parameters.Select(p => BijectorCase.Member(p, index))]);

    /// <summary>Values on the support, [count, 3, event].</summary>
    public Tensor Values(int count)
    {
        if (Inside is null) return Whole.Sample(new Rng(3).Fork(Name), [count]);
        var rows = Enumerable.Range(0, count * BatchLength).SelectMany(i => Inside[i % Inside.Length]).ToArray();
        return Tensor.From(rows, new Shape([count, BatchLength]).Concat(Whole.EventShape));
    }

    /// <summary>Points [n, 1, event] and the measure of each, so that ∫ f = measure · ∑ f(point).</summary>
    public (Tensor Points, double Measure) Quadrature()
    {
        var shape = new Shape([1]).Concat(Whole.EventShape);
        if (IsDiscrete) return (Tensor.From([.. Outcomes.SelectMany(o => o)], new Shape([Outcomes.Length]).Concat(shape)), 1);
        var count = (int)Math.Round(Math.Pow(Resolution, Box.Length));
        var points = new float[count * Box.Length];
        for (var i = 0; i < count; i++)
        {
            var rest = i;
            for (var d = 0; d < Box.Length; d++, rest /= Resolution)
                points[i * Box.Length + d] = (float)(Box[d].Low + (Box[d].High - Box[d].Low) * (rest % Resolution + 0.5) / Resolution);
        }
        var measure = Box.Aggregate(1.0, (product, side) => product * (side.High - side.Low) / Resolution);
        return (Tensor.From(points, new Shape([count]).Concat(shape)), measure);
    }

    public override string ToString() => Name;
}
