namespace Ansatz.Networks;

/// <summary>
/// A model's numbers, means over examples. The first is the objective: what early stopping watches. Two sets of one model have the same names in the same order.
/// </summary>
public sealed class Metrics(params (string Name, double Value)[] values)
{
    private readonly (string Name, double Value)[] values = values;

    public IReadOnlyList<(string Name, double Value)> Values => values;

    /// <summary>The objective.</summary>
    public double Objective => values[0].Value;

    public double this[string name]
    {
        get
        {
            foreach (var (n, value) in values)
                if (n == name) return value;
            throw new KeyNotFoundException($"Metrics: no '{name}'; there are {string.Join(", ", values.Select(v => v.Name))}.");
        }
    }
}

/// <summary>A running mean of metrics, weighted by examples, in double.</summary>
internal sealed class MetricsMean
{
    private string[] names = [];
    private double[] sums = [];
    private double weight;

    public void Add(Metrics metrics, double examples)
    {
        if (names.Length == 0)
        {
            names = [.. metrics.Values.Select(v => v.Name)];
            sums = new double[names.Length];
        }
        for (var i = 0; i < sums.Length; i++) sums[i] += metrics.Values[i].Value * examples;
        weight += examples;
    }

    public Metrics Mean() => new([.. names.Select((n, i) => (n, sums[i] / weight))]);

    public bool IsEmpty => weight == 0;

    public (string[] Names, double[] Sums, double Weight) State
    {
        get => (names, sums, weight);
        set => (names, sums, weight) = value;
    }

    public void Clear()
    {
        Array.Clear(sums);
        weight = 0;
    }
}
