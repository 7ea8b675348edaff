using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Laws;

/// <summary>An op's value y at some inputs, and the gradient of ⟨w, y⟩ with random w with respect to each.</summary>
internal sealed class Run
{
    public Run(OpRow row, Tensor[] inputs, int seed, Tensor? weights = null)
    {
        // Once with other weights, so that the second time all memory holds numbers that are wrong.
        var pool = new BufferPool();
        for (var i = 0; i < 2; i++)
        {
            using var tape = new Tape(pool);
            Tensor[] watched = [.. inputs.Select(tape.Watch)];
            var y = row.Apply(watched);
            Weights = weights ?? Tensor.From(Domain.Reals.Draw(y.Length, 1000 + seed), y.Shape);
            Output = y.Detach();
            if (!row.HasGradient) continue;
            var gradients = tape.Backward((y * (i == 0 ? Weights * -3 : Weights)).Sum());
            Gradients = [.. watched.Select(x => gradients[x].ToArray())];
        }
    }

    public Tensor Output { get; } = null!;

    public Tensor Weights { get; } = null!;

    public float[][] Gradients { get; } = [];
}
