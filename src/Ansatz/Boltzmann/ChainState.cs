using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>Where chains stand between steps, each of which works in memory that it gives back.</summary>
/// <param name="start">[N, visible].</param>
internal sealed class ChainState(Tensor start)
{
    private readonly BufferPool pool = new();

    public Tensor Visible { get; } = start.Detach();

    /// <summary>Moves the chains to where a step takes them.</summary>
    public void Advance(Func<Tensor, Tensor> step)
    {
        using var scope = Tape.Scope(pool);
        step(scope.Enter(Visible)).CopyTo(Visible.Span);
    }
}
