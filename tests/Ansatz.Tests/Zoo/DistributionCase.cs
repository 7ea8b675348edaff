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

    /// <summary>For events that are numbers with long tails: from the box to values, increasing, so that a regular grid becomes a fine one in the middle.</summary>
    public Func<double, double>? Stretch { get; init; }

    /// <summary>For events whose elements depend on each other: from a point of the box to the event. The density is over the box.</summary>
    public Func<double[], float[]>? Event { get; init; }

    /// <summary>For such events: the density of the box's measure, if it is not 1.</summary>
    public Func<double[], double>? BoxDensity { get; init; }

    /// <summary>Whether elements of an event are equal by definition, so that none can be moved alone.</summary>
    public bool HasTiedElements { get; init; }

    /// <summary>Whether the score is constant but for jumps, so that it has no gradient by the parameters.</summary>
    public bool IsPiecewiseConstant { get; init; }

    /// <summary>Whether draws come by rejection, so that their gradient is no derivative with common random numbers.</summary>
    public bool HasImplicitGradient { get; init; }

    /// <summary>Whether values are angles: the mean is their direction, the variance 1 − |E e^{ix}|.</summary>
    public bool IsCircular { get; init; }

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

    /// <summary>Points [n, 1, event] and the measure of each, so that ∫ f = ∑ measure · f(point).</summary>
    public (Tensor Points, double[] Measures) Quadrature()
    {
        var shape = new Shape([1]).Concat(Whole.EventShape);
        if (IsDiscrete) return (Tensor.From([.. Outcomes.SelectMany(o => o)], new Shape([Outcomes.Length]).Concat(shape)), [.. Outcomes.Select(_ => 1.0)]);
        var count = (int)Math.Round(Math.Pow(Resolution, Box.Length));
        var size = Whole.EventShape.Size;
        var points = new float[count * size];
        var measures = new double[count];
        var at = new double[Box.Length];
        Array.Fill(measures, Box.Aggregate(1.0, (product, side) => product * (side.High - side.Low) / Resolution));
        for (var i = 0; i < count; i++)
        {
            var rest = i;
            for (var d = 0; d < Box.Length; d++, rest /= Resolution) at[d] = Box[d].Low + (Box[d].High - Box[d].Low) * (rest % Resolution + 0.5) / Resolution;
            if (Stretch is not null)
            {
                var half = 0.5 * measures[i];
                (at[0], measures[i]) = (Stretch(at[0]), Stretch(at[0] + half) - Stretch(at[0] - half));
            }
            if (BoxDensity is not null) measures[i] *= BoxDensity(at);
            (Event?.Invoke(at) ?? [.. at.Select(v => (float)v)]).CopyTo(points, i * size);
        }
        return (Tensor.From(points, new Shape([count]).Concat(shape)), measures);
    }

    public override string ToString() => Name;
}
