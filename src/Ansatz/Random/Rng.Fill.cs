using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Random;

public sealed partial class Rng
{
    private const int WordsAtOnce = 4 * Philox.BlocksAtOnce;

    /// <summary>Fills with the stream's words.</summary>
    public void Bits(Span<uint> destination) => Fill<Words>(MemoryMarshal.Cast<uint, float>(destination));

    /// <summary>
    /// Fills with uniform values in (0, 1): ((x &gt;&gt; 8) + ½) · 2⁻²⁴ of each word x, rounded to float; the one value that would
    /// round to 1 is 1 − 2⁻²⁴.
    /// </summary>
    public void Uniform(Span<float> destination) => Fill<UniformValues>(destination);

    /// <summary>
    /// Fills with standard normal values by the Box–Muller transform: the words (x₀, x₁) of a block give √(−2 ln u)·cos φ and
    /// √(−2 ln u)·sin φ. Here u is uniform from x₀, and φ = 2π·2⁻³²x₁. The words (x₂, x₃) give the next two values. |value| ≤ 5.89.
    /// </summary>
    public void Normal(Span<float> destination) => Fill<NormalValues>(destination);

    /// <summary>Fills with 1 where a uniform value is below the element's probability, otherwise 0.</summary>
    /// <param name="probs">Probabilities of a 1, in [0, 1]; as many as the destination holds, and possibly the same memory.</param>
    /// <param name="destination">Receives zeros and ones.</param>
    public void Bernoulli(ReadOnlySpan<float> probs, Span<float> destination)
    {
        if (probs.Length != destination.Length)
            throw new ArgumentException($"Rng.Bernoulli: {probs.Length} probabilities for {destination.Length} values; give one each.", nameof(probs));
        const int Chunk = 4 * WordsAtOnce;
        Span<float> uniform = stackalloc float[Chunk];
        for (var start = 0; start < destination.Length; start += Chunk)
        {
            var count = Math.Min(Chunk, destination.Length - start);
            Uniform(uniform[..count]);
            for (var i = 0; i < count; i += Lanes.Count)
            {
                var below = Vector512.LessThan(Lanes.Load(uniform[i..]), Lanes.Load(probs[(start + i)..]));
                Lanes.Store(below & Vector512<float>.One, destination.Slice(start + i, Math.Min(Lanes.Count, count - i)));
            }
        }
    }

    private void Fill<TValues>(Span<float> destination) where TValues : struct, IValues
    {
        var block = Take(destination.Length);
        for (var i = 0; i < destination.Length; i += WordsAtOnce)
        {
            var (even, odd) = Philox.EightBlocks(key, block);
            var (first, second) = TValues.From(even, odd);
            Lanes.Store(first, destination[i..]);
            if (i + Lanes.Count < destination.Length) Lanes.Store(second, destination[(i + Lanes.Count)..]);
            block += Philox.BlocksAtOnce;
        }
    }

    /// <summary>Turns eight blocks, as <see cref="Philox.EightBlocks"/> lays them out, into 32 values in stream order.</summary>
    private interface IValues
    {
        static abstract (Vector512<float> First, Vector512<float> Second) From(Vector512<uint> even, Vector512<uint> odd);
    }

    private readonly struct Words : IValues
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector512<float> First, Vector512<float> Second) From(Vector512<uint> even, Vector512<uint> odd)
        {
            var (first, second) = Philox.Interleave(even, odd);
            return (first.AsSingle(), second.AsSingle());
        }
    }

    private readonly struct UniformValues : IValues
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector512<float> First, Vector512<float> Second) From(Vector512<uint> even, Vector512<uint> odd)
        {
            var (first, second) = Philox.Interleave(even, odd);
            return (UnitInterval(first), UnitInterval(second));
        }
    }

    private readonly struct NormalValues : IValues
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static (Vector512<float> First, Vector512<float> Second) From(Vector512<uint> even, Vector512<uint> odd)
        {
            var radius = Vector512.Sqrt(Vector512.Create(-2f) * VectorMath.LogOfNormal(UnitInterval(even)));
            var (sine, cosine) = VectorMath.SinCosOfCircleFraction(odd.AsInt32());
            var (first, second) = Philox.Interleave((radius * cosine).AsUInt32(), (radius * sine).AsUInt32());
            return (first.AsSingle(), second.AsSingle());
        }
    }

    /// <summary>((x &gt;&gt; 8) + ½) · 2⁻²⁴, at most 1 − 2⁻²⁴.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> UnitInterval(Vector512<uint> words)
    {
        var value = (Vector512.ConvertToSingle((words >>> 8).AsInt32()) + Vector512.Create(0.5f)) * Vector512.Create(5.9604645e-8f);
        return value - (Vector512.Equals(value, Vector512<float>.One) & Vector512.Create(5.9604645e-8f));
    }
}
