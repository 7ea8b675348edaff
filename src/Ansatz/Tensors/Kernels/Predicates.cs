using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Asks a question of every element: a predicate is an elementwise function with values 0 and 1.</summary>
internal static class Predicates
{
    /// <summary>Whether the predicate is 1 everywhere; true of nothing at all.</summary>
    public static bool All<T>(T predicate, ReadOnlySpan<float> x) where T : struct, IUnary
    {
        var i = 0;
        for (; i <= x.Length - Lanes.Count; i += Lanes.Count)
            if (predicate.Value(Lanes.Load(x[i..])) != Vector512<float>.One) return false;
        // The ragged end is filled with its own first element, so that no lane asks about a number that is not there.
        if (i == x.Length) return true;
        Span<float> end = stackalloc float[Lanes.Count];
        end.Fill(x[i]);
        x[i..].CopyTo(end);
        return predicate.Value(Lanes.Load(end)) == Vector512<float>.One;
    }
}
