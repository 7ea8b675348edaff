using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>Keeps a step's gradients from exploding.</summary>
public static class GradientClipping
{
    /// <summary>All gradients scaled by min(1, limit/‖g‖), ‖g‖ over all of them. Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural networks (2013), algorithm 1.</summary>
    public static Gradients ByGlobalNorm(Gradients gradients, IReadOnlyList<Parameter> parameters, double limit)
    {
        var trainable = parameters.Where(p => p.IsTrainable).ToArray();
        var squares = 0.0;
        foreach (var p in trainable) squares += gradients[p].Square().Sum().Item();
        var norm = Math.Sqrt(squares);
        return norm <= limit ? gradients : gradients.Scale(trainable, (float)(limit / norm));
    }
}
