namespace Ansatz.Networks;

/// <summary>
/// A model's numbers, means over examples. The first is the objective, which early stopping compares. Two sets of one model have the same names in the same order.
/// </summary>
public sealed class Metrics
{
    private readonly (string Name, double Value)[] values;

    /// <param name="values">One or more; the first is the objective.</param>
    public Metrics(params (string Name, double Value)[] values) : this(values, null) { }

    private Metrics((string Name, double Value)[] values, double[]? weights)
    {
        if (values.Length == 0) throw new ArgumentException("Metrics: there are no values; the first one is the objective.", nameof(values));
        (this.values, Weights) = (values, weights);
    }

    /// <summary>
    /// Numbers whose weighted sum w₁·v₁ + w₂·v₂ + …, added in this order in double, is the objective. A mean of such metrics is again the sum of
    /// its parts, to the last bit.
    /// </summary>
    public static Metrics WeightedSum(string objective, params ReadOnlySpan<(string Name, double Value, double Weight)> terms)
    {
        var named = new (string Name, double Value)[terms.Length + 1];
        var weights = new double[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            named[i + 1] = (terms[i].Name, terms[i].Value);
            weights[i] = terms[i].Weight;
        }
        return OfTerms(objective, named, weights);
    }

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

    /// <summary>The weights of all values but the first in the objective, or null where it is no weighted sum.</summary>
    internal double[]? Weights { get; }

    /// <summary>Fills in the objective from its terms.</summary>
    /// <param name="objective">Its name.</param>
    /// <param name="terms">From the second place on; kept.</param>
    /// <param name="weights">One a term; kept.</param>
    internal static Metrics OfTerms(string objective, (string Name, double Value)[] terms, double[] weights)
    {
        var sum = 0.0;
        for (var i = 0; i < weights.Length; i++) sum += weights[i] * terms[i + 1].Value;
        terms[0] = (objective, sum);
        return new Metrics(terms, weights);
    }
}
