using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

/// <summary>Optimizers on one parameter, with gradients given.</summary>
internal static class Steps
{
    /// <summary>The weights after one step for each gradient.</summary>
    public static float[] Take(Optimizer rule, float[] start, IEnumerable<float[]> gradients, double learningRate, float gradientScale = 1)
    {
        var weight = new Parameter([start.Length]);
        weight.Assign(start);
        var state = rule.Start([weight]);
        foreach (var gradient in gradients)
        {
            using var tape = new Tape();
            state.Step(Given(tape, (weight, gradient)), learningRate, gradientScale);
        }
        return weight.Value.ToArray();
    }

    public static Gradients Given(Tape tape, params (Parameter Parameter, float[] Gradient)[] gradients) =>
        new(tape, gradients.ToDictionary(g => g.Parameter, g => Tensor.From(g.Gradient, g.Parameter.Shape)));

    /// <summary>Numbers in (−1, 1) that look like gradients, one array a step.</summary>
    public static float[][] Gradients(int steps, int length) =>
        [.. Enumerable.Range(0, steps).Select(t => KernelData.Values(length, 100 + t))];

    public static void AssertNear(double[] expected, float[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) <= tolerance * (1 + Math.Abs(expected[i])), $"weight {i}: expected {expected[i]:R}, found {found[i]:R}");
    }
}
