using Ansatz.Bijectors;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

/// <summary>A bijector with parameters for three of its kind, and where to try it.</summary>
/// <param name="Name">Unique in the zoo.</param>
/// <param name="Build">Makes the bijector of parameters, of the whole batch or of one member.</param>
/// <param name="Parameters">Each [3, …].</param>
/// <param name="Event">The shape of one input.</param>
/// <param name="Low">Inputs are drawn between this</param>
/// <param name="High">and this.</param>
public sealed record BijectorCase(string Name, Func<Tensor[], Bijector> Build, Tensor[] Parameters, Shape Event, float Low = -3, float High = 3)
{
    public const int BatchLength = 3;

    /// <summary>Numbers at the edges of the domain; events filled with them must map to finite values with finite log-determinants.</summary>
    public float[] HardInputs { get; init; } = [-20, -1e-30f, 0, 1e-30f, 20];

    /// <summary>The same at the edges of the codomain, for the inverse.</summary>
    public float[] HardOutputs { get; init; } = [-20, -1e-30f, 0, 1e-30f, 20];

    /// <summary>Inputs in turn, three to a draw, in place of random ones: for maps whose slope has kinks, points at some distance from them.</summary>
    public float[]? Points { get; init; }

    /// <summary>Finite numbers outside the codomain.</summary>
    public float[] Unreachable { get; init; } = [];

    /// <summary>The positions in an output over which its density is taken, where there are more outputs than inputs; null for all.</summary>
    public int[]? FreeOutputs { get; init; }

    /// <summary>The shape of one output.</summary>
    public Shape Output => Whole.OutputEventRank == 0 || Event.Rank == 0 ? Event
        : Event[..^Whole.InputEventRank].Concat(Whole.ForwardEventShape(Event[^Whole.InputEventRank..]));

    public Bijector Whole => Build(Parameters);

    public Bijector Single(int index) => Build([.. Parameters.Select(p => Member(p, index))]);

    /// <summary>Inputs [count, 3, event].</summary>
    public Tensor Inputs(int count)
    {
        var values = new float[count * BatchLength * Event.Size];
        new Rng(7).Fork(Name).Uniform(values);
        for (var i = 0; i < values.Length; i++) values[i] = Points is null ? Low + (High - Low) * values[i] : Points[i % Points.Length];
        return Tensor.From(values, new Shape([count, BatchLength]).Concat(Event));
    }

    public static Tensor Member(Tensor batch, int index) => batch.Slice(0, index, 1).Reshape(batch.Shape[1..]);

    public override string ToString() => Name;
}
