using System.Diagnostics;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>Adds up how long each op takes, forward and backward apart, without the time of ops that run inside it.</summary>
internal sealed class Profile : IOpObserver
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Stack<(Entry Entry, long Start, long Inner)> running = new();

    public void Begin(Op op, ReadOnlySpan<Tensor> inputs, bool isBackward)
    {
        var weight = inputs.Length > 1 && inputs[1].Rank is 2 or 4 && op is Linear or MatMul or Convolve or ConvolveTransposed ? $" {inputs[1].Shape}" : "";
        Begin($"{op.Name}{weight}{(isBackward ? ", backward" : "")}");
    }

    public void Begin(string name)
    {
        if (!entries.TryGetValue(name, out var entry)) entries[name] = entry = new Entry(name);
        running.Push((entry, Stopwatch.GetTimestamp(), 0));
    }

    public void End()
    {
        var (entry, start, inner) = running.Pop();
        var ticks = Stopwatch.GetTimestamp() - start;
        entry.Ticks += ticks - inner;
        entry.Count++;
        if (running.TryPop(out var outer)) running.Push(outer with { Inner = outer.Inner + ticks });
    }

    public void Clear() => entries.Clear();

    /// <summary>One line per op, the longest first: milliseconds per step, share, calls per step.</summary>
    public void Print(int steps, TextWriter writer)
    {
        double total = entries.Values.Sum(e => e.Ticks);
        writer.WriteLine($"{"ms a step",10}  {"share",6}  {"calls",6}  op");
        foreach (var e in entries.Values.OrderByDescending(e => e.Ticks))
            writer.WriteLine($"{e.Ticks * 1e3 / Stopwatch.Frequency / steps,10:F3}  {e.Ticks / total,6:P1}  {(double)e.Count / steps,6:F1}  {e.Name}");
        writer.WriteLine($"{total * 1e3 / Stopwatch.Frequency / steps,10:F3}  in all");
    }

    private sealed class Entry(string name)
    {
        public string Name { get; } = name;

        public long Ticks { get; set; }

        public int Count { get; set; }
    }
}
