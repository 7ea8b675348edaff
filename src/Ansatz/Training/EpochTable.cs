using System.Collections;
using System.Runtime.InteropServices;
using Ansatz.Networks;

namespace Ansatz.Training;

/// <summary>
/// The records of all epochs as flat numbers, from which a record is made when it is read: a long training keeps about 90 bytes per epoch instead of 600.
/// </summary>
internal sealed class EpochTable : IReadOnlyList<EpochRecord>
{
    // For each epoch the names of its metrics, shared with the epoch before where they are the same, and where its numbers begin.
    private readonly List<(string[] Train, string[]? Validation, int Start)> rows = [];
    private readonly List<double> numbers = [];

    public int Count => rows.Count;

    public EpochRecord this[int index]
    {
        get
        {
            var (train, validation, at) = rows[index];
            double rate = numbers[at], seconds = numbers[at + 1];
            return new EpochRecord(index + 1, Metrics(train, at + 2), validation is null ? null : Metrics(validation, at + 2 + train.Length), rate, seconds);
        }
    }

    /// <param name="record">Its number is one more than there are.</param>
    public void Add(EpochRecord record)
    {
        var before = rows.Count > 0 ? rows[^1] : default;
        rows.Add((NamesOf(record.Train, before.Train)!, NamesOf(record.Validation, before.Validation), numbers.Count));
        numbers.Add(record.LearningRate);
        numbers.Add(record.Seconds);
        foreach (var (_, value) in record.Train.Values) numbers.Add(value);
        foreach (var (_, value) in record.Validation?.Values ?? []) numbers.Add(value);
    }

    /// <summary>
    /// All numbers, epoch by epoch: learning rate, seconds, training metrics, validation metrics, each double's eight bytes in the place of two floats. Together
    /// with <see cref="Names"/> it is what a checkpoint holds: text would be thirty times as long, and take memory to write that is not given back.
    /// </summary>
    public ReadOnlyMemory<float> Bits => MemoryMarshal.Cast<double, float>(CollectionsMarshal.AsSpan(numbers)).ToArray();

    /// <summary>The names of the metrics in training and validation where all epochs have the same; null where they differ or there is no epoch.</summary>
    public (string[] Train, string[]? Validation)? Names => rows.Count > 0 && rows.TrueForAll(r => r.Train == rows[0].Train && r.Validation == rows[0].Validation)
        ? (rows[0].Train, rows[0].Validation)
        : null;

    /// <summary>The records of <see cref="Bits"/>.</summary>
    /// <exception cref="InvalidDataException">The numbers are not whole epochs.</exception>
    public static IReadOnlyList<EpochRecord> Read(ReadOnlySpan<float> bits, string[] train, string[]? validation)
    {
        var perEpoch = 2 + train.Length + (validation?.Length ?? 0);
        if (train.Length == 0 || bits.Length % (2 * perEpoch) != 0) throw new InvalidDataException($"found a history of {bits.Length} floats; expected a multiple of {2 * perEpoch}");
        var table = new EpochTable();
        table.numbers.AddRange(MemoryMarshal.Cast<float, double>(bits));
        for (var at = 0; at < table.numbers.Count; at += perEpoch) table.rows.Add((train, validation, at));
        return table;
    }

    public void Clear()
    {
        rows.Clear();
        numbers.Clear();
    }

    public IEnumerator<EpochRecord> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Metrics Metrics(string[] names, int at) => new([.. names.Select((name, i) => (name, numbers[at + i]))]);

    private static string[]? NamesOf(Metrics? metrics, string[]? before)
    {
        if (metrics is null) return null;
        var names = metrics.Values.Select(v => v.Name);
        return before is not null && before.SequenceEqual(names, StringComparer.Ordinal) ? before : [.. names];
    }
}
