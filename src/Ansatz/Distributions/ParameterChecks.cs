using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The checks of distributions on their parameters.</summary>
internal static class ParameterChecks
{
    /// <summary>Two parameters broadcast to their common shape, on the tape of either.</summary>
    public static (Tensor A, Tensor B) Broadcast(Tensor a, Tensor b, string distribution, string names)
    {
        try
        {
            var shape = Shape.Broadcast(a.Shape, b.Shape);
            return (a.BroadcastTo(shape, b.Tape), b.BroadcastTo(shape, a.Tape));
        }
        catch (ArgumentException inner)
        {
            throw new ArgumentException($"{distribution}: {names} have shapes {a.Shape} and {b.Shape}, which do not broadcast; each dimension must be equal or 1.", nameof(b), inner);
        }
    }

    /// <summary>Throws if an element is NaN.</summary>
    public static void RequireNumbers(this Tensor parameter, string distribution, string name) =>
        Require(parameter, new Between(float.NegativeInfinity, float.PositiveInfinity, inclusive: true), distribution, name, "numbers");

    /// <summary>Throws if an element is NaN or +∞.</summary>
    public static void RequireBelowInfinity(this Tensor parameter, string distribution, string name) =>
        Require(parameter, new Between(float.NegativeInfinity, float.MaxValue, inclusive: true), distribution, name, "below infinity");

    /// <summary>Throws unless every element is positive and finite.</summary>
    public static void RequirePositive(this Tensor parameter, string distribution, string name) =>
        Require(parameter, new Between(0, float.PositiveInfinity, inclusive: false), distribution, name, "positive and finite");

    /// <summary>Throws unless every element lies in [0, 1].</summary>
    public static void RequireProbability(this Tensor parameter, string distribution, string name) =>
        Require(parameter, new Between(0, 1, inclusive: true), distribution, name, "in [0, 1]");

    /// <summary>Throws unless every element lies in (0, 1).</summary>
    public static void RequireOpenProbability(this Tensor parameter, string distribution, string name) =>
        Require(parameter, new Between(0, 1, inclusive: false), distribution, name, "between 0 and 1, neither of them");

    /// <summary>Throws if an element is NaN or infinite.</summary>
    public static void RequireFinite(this Tensor parameter, string distribution, string name) =>
        Require(parameter, Bijectors.Support.Finite, distribution, name, "finite");

    private static void Require(Tensor parameter, Between range, string distribution, string name, string expected)
    {
        if (Predicates.All(range, parameter.Span)) return;
        foreach (var x in parameter.Span)
            if (!Predicates.All(range, [x])) throw new ArgumentException($"{distribution}: {name} must be {expected}, found {x}.", name);
    }
}
