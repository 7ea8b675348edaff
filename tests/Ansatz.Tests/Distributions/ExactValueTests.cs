namespace Ansatz.Tests.Distributions;

/// <summary>
/// Scores, gradients and statistics of all scalar families against exact values in 60-digit arithmetic (mpmath), at ordinary and at extreme arguments.
/// See <see cref="ExactTable"/> for the columns.
/// </summary>
public sealed class ExactValueTests(ITestOutputHelper output)
{
    public static TheoryData<string> Families => [.. ExactTable.Families.Keys];

    [Theory]
    [MemberData(nameof(Families))]
    public void ScoresAndStatisticsAreExact(string family)
    {
        foreach (var (quantity, error, row) in ExactTable.Load(family).WorstErrors())
        {
            output.WriteLine($"{family,-12} {quantity,-11} {error:E1}  {row}");
            var limit = quantity switch { "log p" or "entropy" => 4e-6, "mean" or "variance" => 1e-5, _ => 1e-4 };
            Assert.True(error <= limit, $"{family}: the error of the {quantity} is {error:E2}, above {limit:E0}; {row}");
        }
    }
}
