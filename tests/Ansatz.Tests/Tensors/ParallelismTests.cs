using Ansatz.Tensors;
using Ansatz.Tests.Tensors.Kernels;

namespace Ansatz.Tests.Tensors;

[Collection(KernelCollection.Name)]
public sealed class ParallelismTests
{
    [Fact]
    public async Task TheThreadCountMayChangeWhileOthersCompute()
    {
        var before = Parallelism.ThreadCount;
        try
        {
            var x = Tensor.From([.. Enumerable.Range(0, 300_000).Select(i => i % 977 / 977f)]);
            var expected = x.Exp().Sum().Item();
            var computing = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Enumerable.Range(0, 40).All(_ => x.Exp().Sum().Item() == expected))));
            for (var count = 1; !computing.IsCompleted; count = count % 5 + 1)
            {
                Parallelism.ThreadCount = count;
                await Task.Delay(1);
            }
            Assert.All(await computing, Assert.True);
        }
        finally
        {
            Parallelism.ThreadCount = before;
        }
    }

    [Fact]
    public void TheThreadCountIsFrom1To1023AndAtFirstThatOfTheProcessors()
    {
        Assert.InRange(Parallelism.ThreadCount, 1, Environment.ProcessorCount);
        foreach (var wrong in (int[])[0, -1, 1024]) Assert.Throws<ArgumentOutOfRangeException>(() => Parallelism.ThreadCount = wrong);
    }
}
