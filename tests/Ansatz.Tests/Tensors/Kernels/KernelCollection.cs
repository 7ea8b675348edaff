using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

/// <summary>Tests that set the number of threads or the instruction set run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KernelCollection
{
    public const string Name = "kernels";
}

/// <summary>Runs a computation under every number of threads and every instruction set, and expects the same bits from all.</summary>
internal static class SameBits
{
    public static float[] Everywhere(Func<float[]> compute)
    {
        var threads = ForkJoin.ThreadCount;
        var best = Processor.Current;
        try
        {
            ForkJoin.ThreadCount = 1;
            var expected = compute();
            foreach (var count in (int[])[2, 3, 7])
            {
                ForkJoin.ThreadCount = count;
                AssertSame(expected, compute(), $"{count} threads");
            }
            for (var set = InstructionSet.Portable; set < best; set++)
            {
                Processor.Current = set;
                AssertSame(expected, compute(), set.ToString());
            }
            return expected;
        }
        finally
        {
            ForkJoin.ThreadCount = threads;
            Processor.Current = best;
        }
    }

    private static void AssertSame(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
                Assert.Fail($"{what}: element {i} is {actual[i]:R}, expected {expected[i]:R}.");
    }
}
