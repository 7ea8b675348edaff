using System.Globalization;
using System.IO.Compression;
using Ansatz.Distributions;
using Ansatz.Tensors;

namespace Ansatz.Tests.Distributions;

/// <summary>
/// Distribution functions and quantiles of all families of numbers against 50-digit values. The table is made by Fixtures/functions.py with mpmath; its arguments are floats.
/// </summary>
/// <remarks>
/// Everything is computed in double and rounded once, so each value is within 1 unit in the last place (ulp) of float, deep in the tails too. Quantiles
/// that come from the bisection over floats are rounded up: they are within 1.01 ulp.
/// </remarks>
public sealed class FunctionValueTests(ITestOutputHelper output)
{
    private const double Limit = 1.01;

    private static readonly Dictionary<string, Func<Tensor[], Distribution>> families = new(ExactTable.Families, StringComparer.Ordinal)
    {
        ["continuousbernoulli"] = p => new ContinuousBernoulli(p[0]),
        ["truncatednormal"] = p => new TruncatedNormal(p[0], p[1], p[2], p[3]),
        ["binomial"] = p => new Binomial(p[0], p[1]),
    };

    private static readonly Lazy<string[][]> rows = new(Load);

    public static TheoryData<string> Families => [.. rows.Value.Select(r => r[0]).Distinct()];

    [Theory, MemberData(nameof(Families))]
    public void FunctionsAreWithinAnUlp(string family)
    {
        var worst = new Dictionary<string, (double Error, string Row)>(StringComparer.Ordinal);
        foreach (var row in rows.Value.Where(r => r[0] == family))
        {
            Tensor[] parameters = [.. row[1..5].Where(p => p.Length > 0).Select(p => (Tensor)(float)Parse(p))];
            var (p, x) = (families[family](parameters), (float)Parse(row[6]));
            if (row[5] == "quantile")
            {
                Compare("Quantile", p.Quantile(x).Item(), Parse(row[7]), row);
                continue;
            }
            double logCdf = Parse(row[7]), logSurvival = Parse(row[8]);
            Compare("LogCdf", p.LogCdf(x).Item(), logCdf, row);
            Compare("LogSurvival", p.LogSurvival(x).Item(), logSurvival, row);
            if (logCdf > -80) Compare("Cdf", p.Cdf(x).Item(), Math.Exp(logCdf), row);
            if (logSurvival > -80) Compare("Survival", p.Survival(x).Item(), Math.Exp(logSurvival), row);
        }
        foreach (var (quantity, (error, row)) in worst) output.WriteLine($"{family,-20} {quantity,-12} {error:F3} ulp  {row}");
        Assert.All(worst, w => Assert.True(w.Value.Error <= Limit, $"{family}: {w.Key} is {w.Value.Error:F3} ulp off, at {w.Value.Row}"));

        void Compare(string quantity, float found, double exact, string[] row)
        {
            var error = Ulps(found, exact);
            if (!worst.TryGetValue(quantity, out var before) || error > before.Error) worst[quantity] = (error, $"{string.Join(',', row)}: {found:R}");
        }
    }

    private static double Ulps(float found, double exact)
    {
        if (double.IsInfinity(exact) || exact == 0) return found == exact ? 0 : double.PositiveInfinity;
        var nearest = Math.Abs((float)exact);
        return Math.Abs(found - exact) / ((double)MathF.BitIncrement(nearest) - nearest);
    }

    private static double Parse(string text) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };

    private static string[][] Load()
    {
        using var stream = typeof(FunctionValueTests).Assembly.GetManifestResourceStream("functions.csv.gz")!;
        using var text = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        return [.. text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(','))];
    }
}
