using System.Globalization;
using Ansatz.Benchmarks.Comparison;
using Ansatz.Benchmarks.Steps;

namespace Ansatz.Benchmarks.Checkouts;

/// <summary>The command line of a comparison of two checkouts.</summary>
internal sealed class CheckoutOptions
{
    /// <param name="arguments">BEFORE AFTER, two folders; then --only STEP,STEP, --pairs N, --seconds S, --limit R.</param>
    /// <exception cref="ArgumentException">An argument is unknown, lacks its value, or is out of range.</exception>
    public CheckoutOptions(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length < 2) throw new ArgumentException("found fewer than two folders, expected BEFORE and AFTER");
        (Before, After) = (new Checkout(arguments[0]), new Checkout(arguments[1]));
        Steps = [.. StepTable.Names.Intersect(Before.StepNames), WholeRuns.Memory, WholeRuns.StartUp];
        for (var i = 2; i < arguments.Length; i++)
        {
            var name = arguments[i];
            var value = ++i < arguments.Length ? arguments[i] : throw new ArgumentException($"{name} needs a value");
            switch (name)
            {
                case "--only":
                    Steps = [.. value.Split(',').Select(Known)];
                    break;
                case "--pairs":
                    Pairs = (int)Positive(name, value);
                    break;
                case "--seconds":
                    Seconds = Positive(name, value);
                    break;
                case "--limit":
                    Limit = Positive(name, value);
                    break;
                default:
                    throw new ArgumentException($"found '{name}', expected --only STEP,…, --pairs N, --seconds S or --limit R");
            }
        }
    }

    public Checkout Before { get; }

    public Checkout After { get; }

    /// <summary>All steps that both checkouts have, but not the study, whose run takes most of a minute: it is measured only if it is named.</summary>
    public IReadOnlyList<string> Steps { get; }

    public int Pairs { get; } = 12;

    /// <summary>The length of one measurement, after the warm-up.</summary>
    public double Seconds { get; } = 0.4;

    /// <summary>A step is slower if its whole interval is at or above this ratio.</summary>
    public double Limit { get; } = 1.02;

    private static double Positive(string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : throw new ArgumentException($"{name}: found '{value}', expected a positive number");

    private static string Known(string name)
    {
        string[] all = [.. StepTable.Names, .. WholeRuns.Names];
        return all.Contains(name, StringComparer.Ordinal) ? name : throw new ArgumentException($"found the step '{name}', expected some of {string.Join(", ", all)}");
    }
}
