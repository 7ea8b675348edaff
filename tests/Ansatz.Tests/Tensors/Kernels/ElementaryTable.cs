using System.Globalization;

namespace Ansatz.Tests.Tensors.Kernels;

/// <summary>The 50-digit values in Fixtures/elementary.txt, by function.</summary>
internal static class ElementaryTable
{
    private static readonly Lazy<Dictionary<string, List<Row>>> Rows = new(() =>
    {
        using var stream = typeof(ElementaryTable).Assembly.GetManifestResourceStream("elementary.txt")!;
        return Read(new StreamReader(stream));
    });

    public static IReadOnlyList<Row> Of(string function) => Rows.Value[function];

    public static Dictionary<string, List<Row>> Read(TextReader text)
    {
        var table = new Dictionary<string, List<Row>>(StringComparer.Ordinal);
        var rows = new List<Row>();
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal))
            {
                table.Add(line[2..], rows = []);
                continue;
            }
            var words = line.Split(' ');
            rows.Add(new Row(Double(words[0]), words.Length == 4 ? Double(words[1]) : 0, Double(words[^2]), int.Parse(words[^1], CultureInfo.InvariantCulture) / 100.0));
        }
        return table;
    }

    private static double Double(string hex) => BitConverter.UInt64BitsToDouble(ulong.Parse(hex.PadRight(16, '0'), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    /// <summary>The exact value is Nearest + Rest ulp.</summary>
    public sealed record Row(double X, double Y, double Nearest, double Rest)
    {
        public bool IsSingle => (float)X == X;

        /// <summary>The distance of a computed value from the exact one, in ulp of double.</summary>
        public double Error(double computed)
        {
            if (!double.IsFinite(computed)) return double.PositiveInfinity;
            return Math.Abs((computed - Nearest) / Ulp.OfDouble(Nearest) - Rest);
        }

        /// <summary>The distance of a computed float from the exact value, in ulp of float.</summary>
        public double Error(float computed) => Ulp.Distance(computed, Nearest);
    }
}
