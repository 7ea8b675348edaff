using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Tests every element with a predicate: an elementwise function whose values are 0 and 1.</summary>
internal static unsafe class Predicates
{
    /// <summary>Whether the predicate is 1 for every element, so that a shorter way may be taken. False in a trace, which must hold for other values too.</summary>
    public static bool All<T>(T predicate, Tensor x) where T : struct, IUnary => !x.IsTraced && All(predicate, x.Span);

    /// <summary>Whether the predicate is 1 for every element; true for an empty span.</summary>
    public static bool All<T>(T predicate, ReadOnlySpan<float> x) where T : struct, IUnary
    {
        var failures = 0;
        fixed (float* p = x)
            ForkJoin.For(Pieces.Count(x.Length, SpeedConstants.Regions.ElementsPerPiece), new Body<T>(predicate, p, x.Length, &failures));
        return failures == 0;
    }

    /// <summary>Pieces write only the value 1, so concurrent writes do not conflict.</summary>
    private readonly struct Body<T>(T predicate, float* x, int length, int* failures) : IParallelBody where T : struct, IUnary
    {
        public void Invoke(int index)
        {
            int start = index * SpeedConstants.Regions.ElementsPerPiece, count = Math.Min(SpeedConstants.Regions.ElementsPerPiece, length - start), whole = count & -Lanes.Count;
            if (!Whole(x + start, whole) || (whole < count && predicate.Value(Remainder(x + start + whole, count - whole)) != Vector512<float>.One)) *failures = 1;
        }

        // A separate method: a vector that is used after the loop, behind a call, would be stored and loaded in each iteration.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool Whole(float* values, int count)
        {
            var all = Vector512<float>.One;
            for (var i = 0; i < count; i += Lanes.Count) all &= predicate.Value(Vector512.Load(values + i));
            return all == Vector512<float>.One;
        }

        // The unused lanes repeat the first element, so that they cannot change the result.
        private static Vector512<float> Remainder(float* x, int count)
        {
            Span<float> lanes = stackalloc float[Lanes.Count];
            lanes.Fill(*x);
            new ReadOnlySpan<float>(x, count).CopyTo(lanes);
            return Lanes.Load(lanes);
        }
    }
}
