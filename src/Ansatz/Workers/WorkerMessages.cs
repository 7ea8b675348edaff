using System.Runtime.InteropServices;

namespace Ansatz.Workers;

/// <summary>Messages whose length only the sender knows.</summary>
internal static class WorkerMessages
{
    /// <summary>Gives all workers a message of worker 0.</summary>
    /// <param name="message">At worker 0, what is sent; at the others not used.</param>
    /// <param name="workers">All workers, which make this call together.</param>
    public static byte[] FromFirst(byte[] message, ICommunicator workers)
    {
        Span<int> length = [message.Length];
        workers.Broadcast(MemoryMarshal.AsBytes(length), 0);
        if (workers.Rank > 0) message = new byte[length[0]];
        workers.Broadcast(message, 0);
        return message;
    }
}
