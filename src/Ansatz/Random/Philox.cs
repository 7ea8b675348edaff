using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Random;

/// <summary>
/// Philox 4×32-10: a keyed bijection of 128-bit counters, whose images pass every known test of randomness. Block j of a stream
/// depends on key and j alone, so the parts of a stream can be computed in any order, and more than once.
/// </summary>
/// <remarks>
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Integers only: the vector form and the
/// scalar form are equal by arithmetic, on any machine.
/// </remarks>
internal static class Philox
{
    /// <summary>The blocks that <see cref="EightBlocks"/> computes at once.</summary>
    public const int BlocksAtOnce = 8;

    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The four words of one block.</summary>
    public static (uint X0, uint X1, uint X2, uint X3) Block(ulong key, UInt128 counter)
    {
        var (c0, c1, c2, c3) = ((uint)counter, (uint)(counter >> 32), (uint)(counter >> 64), (uint)(counter >> 96));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = (ulong)M0 * c0;
            var p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            (k0, k1) = (unchecked(k0 + W0), unchecked(k1 + W1));
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Eight successive blocks. Even holds words 0 and 2 of blocks 0, 4, 1, 5, 2, 6, 3, 7 in this order, Odd words 1 and 3;
    /// <see cref="Interleave(Vector512{uint}, Vector512{uint})"/> turns the two into 32 words in stream order.
    /// </summary>
    /// <remarks>A word is in the low half of a 64-bit lane, as the widening product needs it. The high half is ignored.</remarks>
    public static (Vector512<uint> Even, Vector512<uint> Odd) EightBlocks(ulong key, UInt128 counter)
    {
        var start = Vector512.Create((ulong)counter);
        var low = start + Vector512.Create(0UL, 4, 1, 5, 2, 6, 3, 7);
        // A lane that wrapped carries one into the upper half: its mask is −1.
        var high = Vector512.Create((ulong)(counter >> 64)) - Vector512.LessThan(low, start);
        var (c0, c1, c2, c3) = (low, low >>> 32, high, high >>> 32);
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var p0 = MultiplyLow(c0, M0);
            var p1 = MultiplyLow(c2, M1);
            (c0, c1, c2, c3) = ((p1 >>> 32) ^ c1 ^ Vector512.Create((ulong)k0), p1, (p0 >>> 32) ^ c3 ^ Vector512.Create((ulong)k1), p0);
            (k0, k1) = (unchecked(k0 + W0), unchecked(k1 + W1));
        }
        var mask = Vector512.Create((ulong)uint.MaxValue);
        return (((c0 & mask) | (c2 << 32)).AsUInt32(), ((c1 & mask) | (c3 << 32)).AsUInt32());
    }

    /// <summary>Alternates even and odd lanes within each 128 bits: (e₀, o₀, e₁, o₁ …) and (e₂, o₂, e₃, o₃ …).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<uint> First, Vector512<uint> Second) Interleave(Vector512<uint> even, Vector512<uint> odd)
    {
        if (Avx512F.IsSupported)
            return (Avx512F.UnpackLow(even, odd), Avx512F.UnpackHigh(even, odd));
        var (a, b) = Interleave(even.GetLower(), odd.GetLower());
        var (c, d) = Interleave(even.GetUpper(), odd.GetUpper());
        return (Vector512.Create(a, c), Vector512.Create(b, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<uint> First, Vector256<uint> Second) Interleave(Vector256<uint> even, Vector256<uint> odd)
    {
        if (Avx2.IsSupported)
            return (Avx2.UnpackLow(even, odd), Avx2.UnpackHigh(even, odd));
        var (a, b) = Interleave(even.GetLower(), odd.GetLower());
        var (c, d) = Interleave(even.GetUpper(), odd.GetUpper());
        return (Vector256.Create(a, c), Vector256.Create(b, d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<uint> First, Vector128<uint> Second) Interleave(Vector128<uint> even, Vector128<uint> odd)
    {
        if (Sse2.IsSupported)
            return (Sse2.UnpackLow(even, odd), Sse2.UnpackHigh(even, odd));
        if (AdvSimd.Arm64.IsSupported)
            return (AdvSimd.Arm64.ZipLow(even, odd), AdvSimd.Arm64.ZipHigh(even, odd));
        return (Vector128.Create(even[0], odd[0], even[1], odd[1]), Vector128.Create(even[2], odd[2], even[3], odd[3]));
    }

    /// <summary>The 64-bit product of each lane's low half with m.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> MultiplyLow(Vector512<ulong> lanes, uint m)
    {
        if (Avx512F.IsSupported)
            return Avx512F.Multiply(lanes.AsUInt32(), Vector512.Create(m));
        if (Avx2.IsSupported)
            return Vector512.Create(
                Avx2.Multiply(lanes.GetLower().AsUInt32(), Vector256.Create(m)),
                Avx2.Multiply(lanes.GetUpper().AsUInt32(), Vector256.Create(m)));
        return (lanes & Vector512.Create((ulong)uint.MaxValue)) * Vector512.Create((ulong)m);
    }
}
