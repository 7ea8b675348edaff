using Ansatz.Tensors;

namespace Ansatz.Tests.Zoo;

/// <summary>
/// One op of the zoo: how it is applied, what it should give according to plain loops in double, and on which inputs it is tried.
/// </summary>
/// <param name="Name">Unique in the zoo.</param>
/// <param name="Apply">The op; the last node it records is the op that the row stands for.</param>
/// <param name="Reference">The same function, written independently of the library.</param>
internal sealed record OpRow(string Name, Func<Tensor[], Tensor> Apply, Func<Doubles[], Doubles> Reference)
{
    /// <summary>The inputs' shapes, one list a case.</summary>
    public required Shape[][] Cases { get; init; }

    /// <summary>Where the inputs lie, one domain an input.</summary>
    public required Domain[] Domains { get; init; }

    /// <summary>The bound of the value's error, in units in the last place of the result, or of <see cref="Magnitude"/> where that is larger.</summary>
    public required double Ulps { get; init; }

    /// <summary>The size of the terms that cancel in the result; left out, nothing cancels.</summary>
    public Func<Doubles[], Doubles>? Magnitude { get; init; }

    /// <summary>The bound of a gradient's error, relative to its size.</summary>
    public double GradientTolerance { get; init; } = 2e-6;

    /// <summary>The sizes of inputs at which value and gradient are tried.</summary>
    public float[] Magnitudes { get; init; } = [1e-3f, 1, 30];

    /// <summary>Whether element i of the result depends on element i of the inputs alone: then hard cases are tried too.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>Whether the slope's error is bounded beside 1 and not beside the slope itself, which tends to 0 as a difference of larger numbers.</summary>
    public bool SlopeIsAbsolute { get; init; }

    /// <summary>Which inputs have the examples along their first dimension, as the result has; null where examples meet.</summary>
    public bool[]? Batched { get; init; }

    /// <summary>Turns random elements into a valid input: a positive-definite matrix, for instance.</summary>
    public Func<int, Doubles, Doubles>? Prepare { get; init; }

    /// <summary>What may be asked of a derivative; false for piecewise constant functions and integer inputs.</summary>
    public bool HasGradient { get; init; } = true;

    /// <summary>Random inputs of one case.</summary>
    public Tensor[] Draw(Shape[] shapes, float magnitude, int seed)
    {
        var inputs = new Tensor[shapes.Length];
        for (var i = 0; i < shapes.Length; i++)
        {
            var x = Tensor.From(Domains[i].Draw(shapes[i].Size, seed + 31 * i, magnitude), shapes[i]);
            inputs[i] = Prepare is null ? x : Tensor.From(Array.ConvertAll(Prepare(i, Doubles.From(x)).Values, v => (float)v), shapes[i]);
        }
        return inputs;
    }

    public Tensor[] DrawHard(Shape[] shapes, int seed) =>
        [.. shapes.Select((s, i) => Tensor.From(Domains[i].DrawHard(s.Size, seed + 31 * i), s))];

    public override string ToString() => Name;
}
