using System.Globalization;
using Ansatz.Mixtures;

namespace Ansatz.Tests.Mixtures;

/// <summary>Classic data sets and what mclust makes of them: Fixtures/README.md.</summary>
internal static class MixtureFixture
{
    /// <summary>A row of the table: which data, which covariances, how many components, and what mclust found.</summary>
    public sealed record Row(string Data, MixtureCovariance Covariance, int ComponentCount, double LogLikelihood, int ParameterCount, double Bic);

    private static readonly Dictionary<string, MixtureCovariance> models = new(StringComparer.Ordinal)
    {
        ["VVV"] = MixtureCovariance.Full,
        ["EEE"] = MixtureCovariance.Tied,
        ["VVI"] = MixtureCovariance.Diagonal,
        ["VII"] = MixtureCovariance.Spherical,
    };

    public static (double[] Values, int Dimension) Diabetes { get; } = Read("diabetes.csv");

    public static (double[] Values, int Dimension) Faithful => Ansatz.Golden.Faithful.Values;

    public static IEnumerable<Row> Mclust { get; } =
        [.. from cells in Lines("mclust.csv")
            where models.ContainsKey(cells[1])
            select new Row(cells[0], models[cells[1]], int.Parse(cells[2]), Number(cells[3]), int.Parse(cells[4]), Number(cells[5]))];

    public static (double[] Values, int Dimension) Of(string data) => data == "diabetes" ? Diabetes : Faithful;

    // The first column of diabetes is a name in quotes.
    private static (double[] Values, int Dimension) Read(string name)
    {
        double[][] rows = [.. Lines(name).Select(cells => cells.Where(c => !c.StartsWith('"')).Select(Number).ToArray())];
        return ([.. rows.SelectMany(r => r)], rows[0].Length);
    }

    private static IEnumerable<string[]> Lines(string name)
    {
        using var stream = typeof(MixtureFixture).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','))];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
