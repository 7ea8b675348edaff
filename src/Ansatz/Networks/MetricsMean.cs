namespace Ansatz.Networks;

/// <summary>A running mean of metrics, weighted by examples, in double.</summary>
internal sealed class MetricsMean
{
    /// <summary>All there is to it; what a checkpoint holds.</summary>
    public MetricsSums Sums { get; set; } = MetricsSums.Empty;

    public bool IsEmpty => Sums.Examples == 0;

    public void Add(Metrics metrics, int examples)
    {
        if (IsEmpty) Sums = new MetricsSums([.. metrics.Values.Select(v => v.Name)], new double[metrics.Values.Count], metrics.Weights, 0);
        for (var i = 0; i < Sums.Values.Length; i++) Sums.Values[i] += metrics.Values[i].Value * examples;
        // If the weights of the sum change, the mean of the objective is not the objective of the means.
        var weights = Sums.Weights is { } w && metrics.Weights is { } own && w.AsSpan().SequenceEqual(own) ? w : null;
        Sums = Sums with { Weights = weights, Examples = Sums.Examples + examples };
    }

    /// <exception cref="InvalidOperationException">Nothing has been added.</exception>
    public Metrics Mean()
    {
        if (IsEmpty) throw new InvalidOperationException("MetricsMean: there is no mean of no examples.");
        var values = new (string Name, double Value)[Sums.Names.Length];
        for (var i = 0; i < values.Length; i++) values[i] = (Sums.Names[i], Sums.Values[i] / Sums.Examples);
        return Sums.Weights is { } weights ? Metrics.OfTerms(Sums.Names[0], values, weights) : new Metrics(values);
    }

    public void Clear() => Sums = MetricsSums.Empty;
}

/// <summary>The sums under a mean of metrics.</summary>
/// <param name="Names">The metrics' names.</param>
/// <param name="Values">For each metric, its value times examples.</param>
/// <param name="Weights">The terms' weights in the objective where all metrics agreed on them, else null.</param>
/// <param name="Examples">How many there were.</param>
internal sealed record MetricsSums(string[] Names, double[] Values, double[]? Weights, double Examples)
{
    public static MetricsSums Empty { get; } = new([], [], null, 0);
}
