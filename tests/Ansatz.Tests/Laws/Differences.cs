using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Laws;

/// <summary>Gradients on the tape against central differences of the same function.</summary>
internal static class Differences
{
    private const float Step = 1f / 128;

    /// <summary>
    /// Weighs the outputs with random numbers and sums them in double; the derivative of that sum by every element of every parameter must be the tape's.
    /// Differences are of fourth order, (8(f(h) − f(−h)) − (f(2h) − f(−2h)))/12h.
    /// </summary>
    public static void AssertGradients(Tensor[] parameters, Func<Tensor[], Tensor[]> outputs, double tolerance = 3e-3)
    {
        if (parameters.Length == 0) return;
        var weights = outputs(parameters).Select((y, i) => Weights(y.Shape, i)).ToArray();
        using var tape = new Tape();
        var watched = parameters.Select(tape.Watch).ToArray();
        var target = outputs(watched).Zip(weights, (y, w) => (y * w).Sum()).Aggregate((a, b) => a + b);
        var gradients = tape.Backward(target);

        double At(int which, int element, int steps)
        {
            var moved = (Tensor[])parameters.Clone();
            var values = moved[which].ToArray();
            values[element] += steps * Step;
            moved[which] = Tensor.From(values, moved[which].Shape);
            return outputs(moved).Zip(weights, (y, w) => y.ToArray().Zip(w.ToArray(), (a, b) => (double)a * b).Sum()).Sum();
        }

        for (var which = 0; which < parameters.Length; which++)
        {
            var gradient = gradients[watched[which]].ToArray();
            for (var e = 0; e < gradient.Length; e++)
            {
                var expected = (8 * (At(which, e, 1) - At(which, e, -1)) - (At(which, e, 2) - At(which, e, -2))) / (12 * Step);
                Assert.True(Math.Abs(gradient[e] - expected) <= tolerance * (1 + Math.Abs(expected)),
                    $"parameter {which}, element {e}: the tape says {gradient[e]}, differences {expected}");
            }
        }
    }

    private static Tensor Weights(Shape shape, int index)
    {
        var values = new float[shape.Size];
        new Rng(11).Fork(index).Uniform(values);
        return Tensor.From([.. values.Select(v => v + 0.5f)], shape);
    }
}
