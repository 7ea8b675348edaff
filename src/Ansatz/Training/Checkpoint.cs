using System.Diagnostics;
using Ansatz.Formats;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// Everything needed to continue training to the same bits, in one file of a folder: weights, optimizer, averages, best weights, counters and
/// history. A file is written whole or not at all. The file before it is kept as <c>previous.safetensors</c>, so the folder
/// always holds a complete one.
/// </summary>
/// <param name="folder">Made when first needed.</param>
/// <param name="interval">The least time between two saves that nobody asked for. Where saving is slow it grows, so that saving takes at most a twentieth of the time.</param>
public sealed class Checkpoint(string folder, TimeSpan interval)
{
    private const int LeastShare = 20;

    private readonly string current = Path.Combine(folder, "state.safetensors"), previous = Path.Combine(folder, "previous.safetensors");
    private long lastSave = Stopwatch.GetTimestamp();
    private TimeSpan lastCost;

    /// <summary>
    /// Whether a training that has more epochs than the saved one continues it, a finished one included. With a learning rate that does not depend on the number of
    /// epochs the result has the bits of one long training; another schedule goes on as it is for the larger number.
    /// </summary>
    public bool AllowsMoreEpochs { get; init; }

    /// <summary>Whether there is something to continue.</summary>
    public bool Exists => File.Exists(current) || File.Exists(previous);

    internal void SaveIfDue(TrainingState state, IReadOnlyDictionary<string, string> settings)
    {
        var elapsed = Stopwatch.GetElapsedTime(lastSave);
        if (elapsed >= interval && elapsed >= LeastShare * lastCost) Save(state, settings);
    }

    internal void Save(TrainingState state, IReadOnlyDictionary<string, string> settings)
    {
        var start = Stopwatch.GetTimestamp();
        Directory.CreateDirectory(folder);
        if (File.Exists(current)) File.Move(current, previous, overwrite: true);
        CheckpointFile.Write(current, state, settings);
        lastSave = Stopwatch.GetTimestamp();
        lastCost = Stopwatch.GetElapsedTime(start, lastSave);
    }

    /// <summary>Brings the model, its optimizer and the state to where the last save left them; does nothing if there is none.</summary>
    /// <param name="state">The training, which keeps its own state when an exception is thrown.</param>
    /// <param name="settings">What must be equal, by name.</param>
    /// <param name="stepsPerEpoch">Steps of an epoch.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or belongs to another model or to other settings; the message says what to do.</exception>
    internal void Load(TrainingState state, IReadOnlyDictionary<string, string> settings, int stepsPerEpoch)
    {
        if (!Exists) return;
        var path = File.Exists(current) ? current : previous;
        Safetensors file;
        try
        {
            file = CheckpointFile.Read(path);
        }
        catch (InvalidDataException e)
        {
            // A silent use of the older file would hide that a disk loses data.
            var cure = path == current && File.Exists(previous) ? $"delete it to continue from {previous}, which was saved before it" : "delete it to begin anew";
            throw new InvalidDataException($"{ExceptionText.WithoutParameter(e)}; {cure}.", e);
        }
        CheckpointFile.Restore(file, path, state, settings, stepsPerEpoch, AllowsMoreEpochs);
    }
}
