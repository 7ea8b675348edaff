using System.Collections.Concurrent;

namespace Ansatz.Workers;

/// <summary>Workers that are threads of this process: for tests of programs which will run on many machines.</summary>
/// <example><code>
/// var hashes = InProcessCommunicator.Run(4, workers => Train(workers));
/// </code></example>
public sealed class InProcessCommunicator : ICommunicator
{
    private readonly Hub hub;

    private InProcessCommunicator(Hub hub, int rank) => (this.hub, Rank) = (hub, rank);

    public int Rank { get; }

    public int Count => hub.Count;

    /// <summary>Runs the same work in several workers, each on a thread of its own.</summary>
    /// <param name="count">The number of workers, 1 or more.</param>
    /// <param name="work">What each does.</param>
    /// <returns>What each returned, by its number.</returns>
    /// <exception cref="AggregateException">The failure that came first. It ends the other workers.</exception>
    public static IReadOnlyList<T> Run<T>(int count, Func<ICommunicator, T> work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var shared = new Hub(count);
        var results = new T[count];
        var threads = Enumerable.Range(0, count).Select(rank => new Thread(() => Work(new InProcessCommunicator(shared, rank)))).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return shared.Failure is { } failure ? throw new AggregateException(failure) : results;

        void Work(InProcessCommunicator worker)
        {
            try
            {
                results[worker.Rank] = work(worker);
            }
            catch (Exception e)
            {
                shared.Fail(e);
            }
        }
    }

    public void Send(ReadOnlySpan<byte> message, int to) => hub.Box(Rank, to).Add(message.ToArray());

    public void Receive(Span<byte> message, int from)
    {
        try
        {
            hub.Box(from, Rank).Take(hub.Ended).CopyTo(message);
        }
        catch (OperationCanceledException e)
        {
            throw hub.Lost(e);
        }
    }

    public void Broadcast(Span<byte> message, int from)
    {
        if (Rank != from) Receive(message, from);
        else
            for (var to = 0; to < Count; to++)
                if (to != Rank) Send(message, to);
    }

    public void Barrier()
    {
        try
        {
            hub.Meeting.SignalAndWait(hub.Ended);
        }
        catch (OperationCanceledException e)
        {
            throw hub.Lost(e);
        }
    }

    public void Abort(string reason) => hub.Fail(new WorkerException(reason));

    /// <summary>What the workers share.</summary>
    private sealed class Hub(int count) : IDisposable
    {
        private readonly ConcurrentDictionary<(int, int), BlockingCollection<byte[]>> boxes = [];
        private readonly CancellationTokenSource end = new();
        private Exception? failure;

        public int Count => count;

        public Barrier Meeting { get; } = new(count);

        public CancellationToken Ended => end.Token;

        /// <summary>The failure that came first.</summary>
        public Exception? Failure => failure;

        public BlockingCollection<byte[]> Box(int from, int to) => boxes.GetOrAdd((from, to), _ => []);

        public void Fail(Exception exception)
        {
            Interlocked.CompareExchange(ref failure, exception, null);
            end.Cancel();
        }

        public WorkerException Lost(Exception cause) => new($"another worker failed: {failure?.Message}", cause);

        public void Dispose()
        {
            foreach (var box in boxes.Values) box.Dispose();
            Meeting.Dispose();
            end.Dispose();
        }
    }
}
