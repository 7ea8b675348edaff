using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// A learnt invertible linear map of the last dimension by its LU decomposition, which starts as a permutation; on images it is the invertible 1 × 1 convolution. The direction from
/// data to noise, in which a flow is trained, is a product with the matrix; the other one solves two triangular systems.
/// </summary>
/// <remarks>
/// The diagonal of U is eᵈ, so the matrix is never singular.
/// Kingma and Dhariwal, Glow (2018), section 3.2; Oliva et al., Transformation autoregressive networks (2018).
/// </remarks>
public sealed class InvertibleLinear : Module
{
    private readonly int[] order;

    /// <param name="length">The elements, or the channels.</param>
    public InvertibleLinear(int length)
    {
        if (length < 1) throw new ArgumentOutOfRangeException(nameof(length), $"InvertibleLinear: {length} elements; expected 1 or more.");
        order = [.. Enumerable.Range(1, length).Select(i => length - i)];
        Weight = new Parameter([length, length]);
    }

    /// <summary>L below the diagonal, U above it, and d on it.</summary>
    [field: SavedAs("weight")]
    public Parameter Weight { get; }

    /// <summary>The map as a step of rows; null for a large matrix.</summary>
    /// <param name="pass">How the network is run.</param>
    /// <param name="isInverse">Whether it goes from data to noise.</param>
    internal RowStep? Rows(Pass pass, bool isInverse) => order.Length <= LowerUpperProduct.Largest ? new LinearRows(pass[Weight], order, !isInverse) : null;

    /// <summary>From noise to data.</summary>
    public Bijector Given(Pass pass = default) => new Invert(new LowerUpper(pass[Weight].ExpDiagonal(), isMultipliedOut: true, order));
}
