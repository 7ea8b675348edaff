using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ansatz.Tensors;

namespace Ansatz.Random;

public sealed partial class Rng
{
    /// <summary>
    /// Draws a matrix of bits, each 1 with probability σ(x) = 1/(1 + e⁻ˣ) of its logit x = scale·logits[r, c] + bias[c]. A row takes ⌈columns/4⌉ blocks.
    /// </summary>
    /// <remarks>
    /// With e = e⁻|ˣ|, which cannot overflow, u &lt; σ(x) is u + u·e &lt; 1 for x ≥ 0 and u + u·e &lt; e below: this needs no division, and neither the probability nor the uniform
    /// value is stored.
    /// </remarks>
    /// <param name="logits">One logit per bit, row after row.</param>
    /// <param name="bits">Overwritten.</param>
    /// <param name="scale">A factor of all logits.</param>
    /// <param name="bias">One value per column, or none.</param>
    internal unsafe void Bernoulli(ReadOnlySpan<float> logits, BitMatrix bits, float scale = 1, ReadOnlySpan<float> bias = default)
    {
        if (logits.Length != bits.Rows * bits.Columns || (!bias.IsEmpty && bias.Length != bits.Columns))
            throw new ArgumentException($"Rng.Bernoulli: {logits.Length} logits and {bias.Length} biases for {bits.Rows} × {bits.Columns} bits; give a logit a bit, and a bias a column or none.", nameof(logits));
        var first = counter;
        for (var r = 0; r < bits.Rows; r++) Take(bits.Columns);
        fixed (float* x = logits, b = bias)
        fixed (ulong* words = bits.Words)
            Pieces.For(bits.Rows, 4 * bits.Columns, new BitRows(key, first, x, b, scale, words, bits.Columns, bits.WordsPerRow));
    }

    private readonly unsafe struct BitRows(ulong key, UInt128 first, float* logits, float* bias, float scale, ulong* words, int columns, int wordsPerRow) : IParallelBody
    {
        public void Invoke(int row)
        {
            var block = unchecked(first + (UInt128)row * (((uint)columns + 3) / 4));
            float* x = logits + (nint)row * columns, end = x + columns;
            var halves = (uint*)(words + (nint)row * wordsPerRow);
            for (var c = 0; c < wordsPerRow * BitMatrix.WordBits; c += WordsAtOnce, block += Philox.BlocksAtOnce)
            {
                if (c >= columns)
                {
                    halves[c / WordsAtOnce] = 0;
                    continue;
                }
                var (even, odd) = Philox.EightBlocks(key, block);
                var (u0, u1) = UniformValues.From(even, odd);
                var low = Draw(u0, x + c, columns - c, c);
                var high = columns - c > Lanes.Count ? Draw(u1, x + c + Lanes.Count, columns - c - Lanes.Count, c + Lanes.Count) : 0;
                halves[c / WordsAtOnce] = low | high << Lanes.Count;
            }
        }

        // 16 bits, those beyond the last column 0.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private uint Draw(Vector512<float> u, float* logit, int count, int column)
        {
            var x = Lanes.Load(new(logit, count)) * Vector512.Create(scale);
            if (bias != null) x += Lanes.Load(new(bias + column, count));
            var isBelow = VectorMath.IsBelowSigmoid(u, x);
            var mask = (uint)isBelow.ExtractMostSignificantBits();
            return count >= Lanes.Count ? mask : mask & ((1u << count) - 1);
        }
    }
}
