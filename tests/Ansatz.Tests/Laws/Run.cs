using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>An op's value y at some inputs, and the gradient of ⟨w, y⟩ with random w with respect to each.</summary>
internal sealed class Run
{
    public Run(OpRow row, Tensor[] inputs, int seed, Tensor? weights = null)
    {
        using var tape = new Tape();
        Tensor[] watched = [.. inputs.Select(tape.Watch)];
        var y = row.Apply(watched);
        Weights = weights ?? Tensor.From(Domain.Reals.Draw(y.Length, 1000 + seed), y.Shape);
        Output = y.Detach();
        if (!row.HasGradient)
        {
            Gradients = [];
            return;
        }
        var gradients = tape.Backward((y * Weights).Sum());
        Gradients = [.. watched.Select(x => gradients[x].ToArray())];
    }

    public Tensor Output { get; }

    public Tensor Weights { get; }

    public float[][] Gradients { get; }
}
