using System.Runtime.InteropServices;
using System.Text;
using Ansatz.Workers;

namespace Ansatz.Training;

/// <summary>Brings all workers to the state of worker 0, which alone has read the checkpoint.</summary>
internal static class StateExchange
{
    /// <summary>Sends the state from worker 0; the other workers take it.</summary>
    /// <param name="state">The training.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <param name="workers">All workers.</param>
    public static void Share(TrainingState state, int stepsPerEpoch, ICommunicator workers)
    {
        var position = WorkerMessages.FromFirst(workers.Rank == 0 ? Encoding.UTF8.GetBytes(state.Position.ToJson()) : [], workers);
        var history = WorkerMessages.FromFirst(workers.Rank == 0 ? MemoryMarshal.AsBytes(state.HistoryBits.Span).ToArray() : [], workers);
        var isModelAlone = WorkerMessages.FromFirst(workers.Rank == 0 ? [state.IsModelAlone ? (byte)1 : (byte)0] : [], workers)[0] == 1;
        if (workers.Rank > 0)
        {
            var there = TrainingPosition.FromJson(Encoding.UTF8.GetString(position));
            state.MoveTo(there, there.Check(stepsPerEpoch, MemoryMarshal.Cast<byte, float>(history)));
            state.IsModelAlone = isModelAlone;
        }
        foreach (var (_, values) in state.Tensors()) workers.Broadcast(MemoryMarshal.AsBytes(values.Span), 0);
        foreach (var parameter in state.Parameters) parameter.Change();
    }
}
