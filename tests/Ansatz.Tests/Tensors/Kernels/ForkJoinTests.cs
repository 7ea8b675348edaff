using Ansatz.Tensors;

namespace Ansatz.Tests.Tensors.Kernels;

[Collection(KernelCollection.Name)]
public sealed unsafe class ForkJoinTests : IDisposable
{
    private readonly int threads = ForkJoin.ThreadCount;

    public void Dispose() => ForkJoin.ThreadCount = threads;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    public void EveryIndexIsVisitedOnce(int threadCount)
    {
        ForkJoin.ThreadCount = threadCount;
        var visits = stackalloc int[1000];
        foreach (var count in (int[])[0, 1, 2, 5, 1000])
            for (var repeat = 0; repeat < 200; repeat++)
            {
                new Span<int>(visits, 1000).Clear();
                ForkJoin.For(count, new Count(visits));
                for (var i = 0; i < 1000; i++) Assert.Equal(i < count ? 1 : 0, visits[i]);
            }
    }

    [Fact]
    public void SeveralThreadsShareARegion()
    {
        ForkJoin.ThreadCount = 3;
        var body = new Meet(new Barrier(3));
        ForkJoin.For(3, body); // ends only if three threads are inside at once
        Assert.Equal(1, body.Barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void ANestedRegionRunsInline()
    {
        ForkJoin.ThreadCount = 4;
        var visits = stackalloc int[64];
        new Span<int>(visits, 64).Clear();
        ForkJoin.For(8, new Nest(visits));
        for (var i = 0; i < 64; i++) Assert.Equal(1, visits[i]);
    }

    [Fact]
    public void RegionsOfManyThreadsDoNotDisturbEachOther()
    {
        ForkJoin.ThreadCount = 3;
        Parallel.For(0, 200, _ =>
        {
            var visits = stackalloc int[100];
            new Span<int>(visits, 100).Clear();
            ForkJoin.For(100, new Count(visits));
            for (var i = 0; i < 100; i++) Assert.Equal(1, visits[i]);
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AnExceptionReachesTheCallerAndThePoolLivesOn(int threadCount)
    {
        ForkJoin.ThreadCount = threadCount;
        for (var repeat = 0; repeat < 100; repeat++)
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => ForkJoin.For(50, new Throw(repeat % 50)));
            Assert.Equal($"piece {repeat % 50}", thrown.Message);
        }
        EveryIndexIsVisitedOnce(threadCount);
    }

    [Fact]
    public void TheNumberOfThreadsMayChangeBetweenRegions()
    {
        foreach (var count in (int[])[1, 5, 2, 9, 1, 3]) EveryIndexIsVisitedOnce(count);
    }

    [Fact]
    public void ARegionAfterALongPauseWakesTheWorkers()
    {
        ForkJoin.ThreadCount = 3;
        for (var repeat = 0; repeat < 5; repeat++)
        {
            Thread.Sleep(20);
            SeveralThreadsShareARegion();
        }
    }

    [Fact]
    public void ACallAllocatesNothing()
    {
        ForkJoin.ThreadCount = 2;
        var visits = stackalloc int[1000];
        for (var repeat = 0; repeat < 100; repeat++) ForkJoin.For(1000, new Count(visits));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var repeat = 0; repeat < 1000; repeat++) ForkJoin.For(1000, new Count(visits));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5000)]
    public void AnImpossibleNumberOfThreadsIsRefused(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ForkJoin.ThreadCount = count);

    private readonly struct Count(int* visits) : IParallelBody
    {
        public void Invoke(int index) => Interlocked.Increment(ref visits[index]);
    }

    private readonly struct Meet(Barrier barrier) : IParallelBody
    {
        public Barrier Barrier => barrier;

        public void Invoke(int index) => Assert.True(barrier.SignalAndWait(TimeSpan.FromSeconds(20)));
    }

    private readonly struct Nest(int* visits) : IParallelBody
    {
        public void Invoke(int index) => ForkJoin.For(8, new Count(visits + index * 8));
    }

    private readonly struct Throw(int at) : IParallelBody
    {
        public void Invoke(int index)
        {
            if (index == at) throw new InvalidOperationException($"piece {index}");
        }
    }
}
