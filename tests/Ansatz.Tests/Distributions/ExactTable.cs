using System.Globalization;
using System.IO.Compression;
using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>
/// A family's exact scores, gradients and statistics at ordinary and extreme arguments, computed with 60 digits from parameters and values rounded to
/// float. A row has the parameters in the constructor's order, x, log p(x), its derivatives by x and by each parameter, entropy, mean and variance;
/// nan says that there is no such number.
/// </summary>
public sealed class ExactTable
{
    private readonly double[][] rows;
    private readonly int parameterCount;

    /// <param name="family">The name of the table.</param>
    /// <param name="csv">Its text.</param>
    public ExactTable(string family, TextReader csv)
    {
        Family = family;
        var lines = csv.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        parameterCount = lines[0].Split(',').Count(name => name.StartsWith('p'));
        rows = [.. lines[1..].Select(line => line.Split(',').Select(Parse).ToArray())];
    }

    public static IReadOnlyDictionary<string, Func<Tensor[], Distribution>> Families { get; } = new Dictionary<string, Func<Tensor[], Distribution>>
    {
        ["bce"] = p => new BernoulliCrossEntropy(p[0]),
        ["bernoulli"] = p => new Bernoulli(p[0]),
        ["beta"] = p => new Beta(p[0], p[1]),
        ["cauchy"] = p => new Cauchy(p[0], p[1]),
        ["cb"] = p => new ContinuousBernoulli(p[0]),
        ["dlogistic"] = p => new DiscretizedLogistic(p[0], p[1]),
        ["exponential"] = p => new Exponential(p[0]),
        ["gamma"] = p => new Gamma(p[0], p[1]),
        ["geometric"] = p => new Geometric(p[0]),
        ["gumbel"] = p => new Gumbel(p[0], p[1]),
        ["halfnormal"] = p => new HalfNormal(p[0]),
        ["inversegamma"] = p => new InverseGamma(p[0], p[1]),
        ["kumaraswamy"] = p => new Kumaraswamy(p[0], p[1]),
        ["laplace"] = p => new Laplace(p[0], p[1]),
        ["logistic"] = p => new Logistic(p[0], p[1]),
        ["lognormal"] = p => new LogNormal(p[0], p[1]),
        ["negativebinomial"] = p => new NegativeBinomial(p[0], p[1]),
        ["normal"] = p => new Normal(p[0], p[1]),
        ["poisson"] = p => new Poisson(p[0]),
        ["relaxedbernoulli"] = p => new RelaxedBernoulli(p[0], p[1]),
        ["studentt"] = p => new StudentT(p[0], p[1], p[2]),
        ["uniform"] = p => new Uniform(p[0], p[1]),
        ["vonmises"] = p => new VonMises(p[0], p[1]),
        ["weibull"] = p => new Weibull(p[0], p[1]),
    };

    public string Family { get; }

    /// <summary>The table kept among the tests' fixtures.</summary>
    public static ExactTable Load(string family)
    {
        using var stream = typeof(ExactTable).Assembly.GetManifestResourceStream($"exact-{family}.csv.gz")!;
        using var text = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        return new ExactTable(family, text);
    }

    /// <summary>The worst error of each quantity, and the row in which it arises.</summary>
    public IReadOnlyList<(string Quantity, double Error, string Row)> WorstErrors()
    {
        using var tape = new Tape();
        Tensor[] parameters = [.. Enumerable.Range(0, parameterCount).Select(i => tape.Watch(Column(i)))];
        var x = tape.Watch(Column(parameterCount));
        var p = Families[Family](parameters);
        var logP = p.LogProb(x);
        var gradients = tape.Backward(logP.Sum());
        var found = new List<(string, double, string)> { Worst("log p", logP, parameterCount + 1, Blur) };
        // The derivative by a value that is one of a few levels is not defined.
        for (var i = -1; i < parameterCount; i++)
        {
            var (variable, column) = (i < 0 ? x : parameters[i], parameterCount + 3 + i);
            found.Add(Worst(i < 0 ? "slope by x" : $"slope by p{i}", gradients[variable], column, _ => 0, row => Blur(row) <= 1e-4 && Math.Abs(row[column]) <= 1e30));
        }
        if (HasNumbers(3)) found.Add(Worst("entropy", p.Entropy, rows[0].Length - 3, _ => 0));
        if (HasNumbers(2)) found.Add(Worst("mean", p.Mean, rows[0].Length - 2, _ => 0));
        if (HasNumbers(1)) found.Add(Worst("variance", p.Variance, rows[0].Length - 1, _ => 0));
        return found;
    }

    // Whether the column, counted from the last one, is defined for the family.
    private bool HasNumbers(int fromLast) => rows.Any(row => !double.IsNaN(row[^fromLast]));

    private static double Parse(string text) => text switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private Tensor Column(int i) => Tensor.From([.. rows.Select(row => (float)row[i])]);

    /// <summary>What a change of all inputs by two units in the last place does to log p.</summary>
    private double Blur(double[] row)
    {
        var sum = 0.0;
        for (var i = 0; i <= parameterCount; i++)
        {
            // The value comes after the parameters, its derivative before theirs.
            var slope = row[i == parameterCount ? parameterCount + 2 : parameterCount + 3 + i];
            if (!double.IsNaN(slope) && slope != 0 && double.IsFinite(row[i])) sum += Math.Abs(row[i] * slope);
        }
        return 2.4e-7 * sum;
    }

    private (string Quantity, double Error, string Row) Worst(string quantity, Tensor got, int column, Func<double[], double> allowance, Func<double[], bool>? counts = null)
    {
        var values = got.ToArray();
        var worst = (quantity, -1.0, "");
        for (var n = 0; n < rows.Length; n++)
        {
            if (double.IsNaN(rows[n][column]) || !(counts?.Invoke(rows[n]) ?? true)) continue;
            var error = Error(values[n], rows[n][column], allowance(rows[n]));
            if (error > worst.Item2) worst = (quantity, error, $"row {n + 2}: found {values[n]:R}, exact {rows[n][column]:R}, at {string.Join(", ", rows[n][..(parameterCount + 1)].Select(v => (float)v))}");
        }
        return worst;
    }

    // |found − exact|/max(1, |exact|); beyond the range of float, ±∞ or the largest float of that sign is right.
    private static double Error(float found, double exact, double allowance)
    {
        if (Math.Abs(exact) > float.MaxValue)
            return double.IsInfinity(exact) && exact < 0 ? (float.IsNegativeInfinity(found) ? 0 : double.PositiveInfinity)
                : Math.Abs(found) >= float.MaxValue && Math.Sign(found) == Math.Sign(exact) ? 0 : double.PositiveInfinity;
        if (!float.IsFinite(found)) return double.PositiveInfinity;
        return Math.Max(0, Math.Abs(found - exact) - allowance) / Math.Max(1, Math.Abs(exact));
    }
}
