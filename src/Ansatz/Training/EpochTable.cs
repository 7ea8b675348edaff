using System.Collections;
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
        rows.Add((Names(record.Train, before.Train)!, Names(record.Validation, before.Validation), numbers.Count));
        numbers.Add(record.LearningRate);
        numbers.Add(record.Seconds);
        foreach (var (_, value) in record.Train.Values) numbers.Add(value);
        foreach (var (_, value) in record.Validation?.Values ?? []) numbers.Add(value);
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

    private static string[]? Names(Metrics? metrics, string[]? before)
    {
        if (metrics is null) return null;
        var names = metrics.Values.Select(v => v.Name);
        return before is not null && before.SequenceEqual(names, StringComparer.Ordinal) ? before : [.. names];
    }
}
