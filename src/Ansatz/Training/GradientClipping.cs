using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Limits the norm of a step's gradients.</summary>
public static class GradientClipping
{
    /// <summary>
    /// min(1, limit/‖g‖), ‖g‖ over all gradients together, in double: what <see cref="OptimizerState.Step"/> multiplies them by.
    /// Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1.
    /// </summary>
    /// <param name="gradients">On a tape that has not ended.</param>
    /// <param name="parameters">Those that are trainable count.</param>
    /// <param name="limit">The largest norm, above 0.</param>
    /// <exception cref="ArithmeticException">A gradient is infinite or no number.</exception>
    public static float ScaleForNorm(Gradients gradients, IReadOnlyList<Parameter> parameters, double limit)
    {
        var squares = 0.0;
        foreach (var p in parameters)
        {
            if (!p.IsTrainable) continue;
            var square = SquareSum.Of(gradients[p].Span);
            if (!double.IsFinite(square)) throw new ArithmeticException($"GradientClipping: the gradient of {p.Name} is not finite; try a smaller learning rate.");
            squares += square;
        }
        var norm = Math.Sqrt(squares);
        return norm <= limit ? 1 : (float)(limit / norm);
    }
}
