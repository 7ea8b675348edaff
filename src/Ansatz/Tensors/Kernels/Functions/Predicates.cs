using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Asks a question of every element: a predicate is an elementwise function with values 0 and 1.</summary>
internal static unsafe class Predicates
{
    /// <summary>Whether the predicate is 1 everywhere; true of nothing at all.</summary>
    public static bool All<T>(T predicate, ReadOnlySpan<float> x) where T : struct, IUnary
    {
        var failures = 0;
        fixed (float* p = x)
            ForkJoin.For(Pieces.Count(x.Length, SpeedConstants.Regions.ElementsPerPiece), new Body<T>(predicate, p, x.Length, &failures));
        return failures == 0;
    }

    /// <summary>Pieces only ever write that something failed, so it does not matter which of them do.</summary>
    private readonly struct Body<T>(T predicate, float* x, int length, int* failures) : IParallelBody where T : struct, IUnary
    {
        public void Invoke(int index)
        {
            int start = index * SpeedConstants.Regions.ElementsPerPiece, count = Math.Min(SpeedConstants.Regions.ElementsPerPiece, length - start), whole = count & -Lanes.Count;
            if (!Whole(x + start, whole) || (whole < count && predicate.Value(Ragged(x + start + whole, count - whole)) != Vector512<float>.One)) *failures = 1;
        }

        // On its own, since a vector that lives on behind a loop until some call is stored and loaded in every turn of it.
        [MethodImpl(MethodImplOptions.NoInlining)]
        private bool Whole(float* values, int count)
        {
            var all = Vector512<float>.One;
            for (var i = 0; i < count; i += Lanes.Count) all &= predicate.Value(Vector512.Load(values + i));
            return all == Vector512<float>.One;
        }

        // Filled with its own first element, so that no lane prefetchesTarget about a number that is not there.
        private static Vector512<float> Ragged(float* x, int count)
        {
            Span<float> lanes = stackalloc float[Lanes.Count];
            lanes.Fill(*x);
            new ReadOnlySpan<float>(x, count).CopyTo(lanes);
            return Lanes.Load(lanes);
        }
    }
}
