namespace Ansatz.Workers;

/// <summary>
/// Messages among the workers of one computation: processes that run the same program, or threads in a test. A message is bytes; who receives it knows its length.
/// All sums are made by the library in its own order, so a communicator computes nothing.
/// </summary>
/// <remarks>
/// Every worker makes the same calls in the same order, as the program says. Two messages between the same two workers arrive in the order in which they were sent.
/// A call that waits for a worker which has failed, or which cannot be reached, throws a <see cref="WorkerException"/>.
/// </remarks>
public interface ICommunicator
{
    /// <summary>This worker's number, from 0.</summary>
    int Rank { get; }

    /// <summary>How many workers there are, 1 or more.</summary>
    int Count { get; }

    /// <summary>Sends a message. The memory may be used again when the call returns.</summary>
    /// <param name="message">The bytes.</param>
    /// <param name="to">Another worker's number.</param>
    void Send(ReadOnlySpan<byte> message, int to);

    /// <summary>Waits for the next message of a worker.</summary>
    /// <param name="message">Filled; as long as what was sent.</param>
    /// <param name="from">Another worker's number.</param>
    void Receive(Span<byte> message, int from);

    /// <summary>Gives all workers the message of one of them. All call it.</summary>
    /// <param name="message">Read at the sender, filled at the others.</param>
    /// <param name="from">The sender's number.</param>
    void Broadcast(Span<byte> message, int from);

    /// <summary>Waits until all workers have called it.</summary>
    void Barrier();

    /// <summary>Ends the computation of all workers: their present or next call throws a <see cref="WorkerException"/> with this reason.</summary>
    /// <param name="reason">One line for the user.</param>
    void Abort(string reason);
}

/// <summary>Another worker has failed or cannot be reached; the message is one line for the user.</summary>
public sealed class WorkerException : IOException
{
    public WorkerException() { }

    public WorkerException(string message) : base(message) { }

    public WorkerException(string message, Exception? innerException) : base(message, innerException) { }
}
