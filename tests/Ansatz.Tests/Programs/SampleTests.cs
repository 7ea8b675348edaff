using System.Globalization;
using System.Text.RegularExpressions;
using Ansatz.Formats;
using Ansatz.Random;

namespace Ansatz.Tests.Programs;

/// <summary>Every sample runs and learns what its first comment says.</summary>
public sealed partial class SampleTests : IDisposable
{
    private const int MostLines = 40;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EverySampleIsTestedHereOrInServiceTests() =>
        Assert.Equal(["boltzmann", "conditional", "contours", "flow", "mixture", "service", "table", "uci"], SampleProgram.Names);

    [Fact]
    public void EverySampleIsShortAndSaysHowToStartIt()
    {
        foreach (var name in SampleProgram.Names)
        {
            var lines = File.ReadAllLines(SampleProgram.File(name));
            Assert.InRange(lines.Length, 1, MostLines);
            Assert.Contains($"dotnet run samples/{name}.cs", lines.First(l => l.StartsWith("//", StringComparison.Ordinal)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheFlowComesNearTheEntropyOfItsPoints()
    {
        var lines = SampleProgram.Run("flow", folder.Path).Split('\n');
        var found = Numbers(lines.Last(l => l.StartsWith("epoch", StringComparison.Ordinal)))[2];
        var best = Numbers(lines.First(l => l.StartsWith("the best", StringComparison.Ordinal)))[0];
        Assert.InRange(found, best - 0.15, best + 0.3);
    }

    [Fact]
    public void TheMixtureFindsTheTwoClusters()
    {
        var output = SampleProgram.Run("mixture", folder.Path);
        Assert.Contains("\n2 components have the lowest BIC:\n  weight 0.667", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTableIsLearntAndDrawnAgain()
    {
        var lines = SampleProgram.Run("table", folder.Path).Split('\n');
        Assert.Equal(["city: Categorical, 0 cells have no value", "age: Integer, 0 cells have no value", "income: Positive, 40 cells have no value"], lines[..3]);
        Assert.Equal("city,age,income", lines[5]);
        double flow = Numbers(lines[3])[0], mixture = Numbers(lines[4])[0];
        Assert.InRange(flow, mixture - 0.02, mixture + 2);
    }

    [Fact]
    public void TheMixtureReadsATable()
    {
        var noise = new float[60];
        new Rng(1).Normal(noise);
        File.WriteAllLines(folder["table.csv"], noise.Select((x, i) => FormattableString.Invariant($"{i % 2 * 10 + x}")));
        Assert.Contains("\n2 components have the lowest BIC:\n", SampleProgram.Run("mixture", folder.Path, folder["table.csv"]), StringComparison.Ordinal);
    }

    [Fact]
    public void TheBoltzmannMachineLearnsTheBars()
    {
        var lines = SampleProgram.Run("boltzmann", folder.Path).Split('\n');
        var (found, best) = (Numbers(lines[0])[0], Numbers(lines[0])[1]);
        Assert.InRange(found, best - 0.5, best);
        var (logZ, low, high) = (Numbers(lines[1])[0], Numbers(lines[1])[1], Numbers(lines[1])[2]);
        Assert.InRange(logZ, low, high);
    }

    [Fact]
    public void TheConditionalAutoencoderLearnsImagesOfAFolder()
    {
        var totals = SampleProgram.Run("conditional", folder.Path).Split('\n').Where(l => l.StartsWith("epoch", StringComparison.Ordinal)).Select(l => Numbers(l)[1]).ToArray();
        Assert.True(totals[^1] < totals[0] / 2, $"{totals[0]} → {totals[^1]}");
        Assert.True(File.Exists(folder["conditional.safetensors"]));
        Assert.InRange(Png.Read(folder["conditional.png"]).Width, 8 * 3 * 16, 9 * 3 * 16);
        // Its own images, given as a folder, are what it made: the same numbers.
        var again = SampleProgram.Run("conditional", folder.Path, folder["shapes"]);
        Assert.Contains(FormattableString.Invariant($"{totals[^1]:F1} nats"), again, StringComparison.Ordinal);
    }

    [Fact]
    public void TheContoursAreLearnt()
    {
        var totals = SampleProgram.Run("contours", folder.Path, "300").Split('\n').Where(l => l.StartsWith("epoch", StringComparison.Ordinal)).Select(l => Numbers(l)[1]).ToArray();
        Assert.True(totals[^1] < totals[0] / 2, $"{totals[0]} → {totals[^1]}");
        Assert.True(File.Exists(folder["samples.png"]) && File.Exists(folder["model.safetensors"]));
    }

    /// <summary>The rows are normal, so the Gaussian is the truth; a flow after few steps is not far from it.</summary>
    [Fact]
    public void ThePublishedFlowTakesAFile()
    {
        var noise = new float[3000];
        new Rng(1).Normal(noise);
        File.WriteAllLines(folder["table.csv"], ["a,b,c", .. noise.Chunk(3).Select(e => FormattableString.Invariant($"{e[0]},{e[0] + e[1]},{e[2]}"))]);
        var lines = SampleProgram.Run("uci", folder.Path, "miniboone", folder["table.csv"], "60").Split('\n');
        Assert.StartsWith("810 rows of 3 columns for training, 90 for validation, 100 for the test", lines[0], StringComparison.Ordinal);
        var numbers = Numbers(lines[1]);
        Assert.InRange(numbers[0], -4.8, -3.8);
        Assert.InRange(numbers[1], numbers[0] - 0.5, numbers[0] + 0.1);
    }

    private static double[] Numbers(string line) => [.. Number().Matches(line).Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"-?\d+(\.\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
