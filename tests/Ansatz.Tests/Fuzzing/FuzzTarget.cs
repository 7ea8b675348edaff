namespace Ansatz.Tests.Fuzzing;

/// <summary>A reader that must read any bytes, or refuse them by its documented exception.</summary>
/// <param name="Name">What scripts call it.</param>
/// <param name="Corpus">Sound files of its kinds, from which mutations start.</param>
/// <param name="Read">Reads a file's bytes to the last element; the path is where readers of files may put them.</param>
public sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Corpus, Action<byte[], string> Read)
{
    /// <summary>What it may throw: one type, whose message begins with the file's name where the file has one.</summary>
    public Func<Exception, string, bool> IsDocumented { get; init; } = static (e, path) => e is InvalidDataException && e.Message.StartsWith(path, StringComparison.Ordinal);

    /// <summary>Makes checksums right again after a mutation, so that what lies behind them is reached too.</summary>
    public Func<byte[], byte[]>? Repair { get; init; }
}
