using Ansatz.Studies.Boltzmann;
using Ansatz.Studies.Reports;

namespace Ansatz.Cli.Commands;

/// <summary>What the commands on runs do where the run leaves a Boltzmann machine of images.</summary>
internal static class MachineCommands
{
    private const int Columns = 10;

    /// <summary>Writes new images: the ends of Gibbs chains, in black and white.</summary>
    public static void Sample(Call call, SavedMachine run, int count, string path, Rng rng)
    {
        var bits = run.Machine.Sample(rng, count, cancellation: call.Cancellation);
        Image[] images = Dataset.FromTensor(bits.Reshape(new Shape(count).Concat(run.Example))).ToImages();
        ImageFile.Write(path, () => ImageGrid.Fitted(images, Math.Min(count, Columns)).ToImage(), null, ("images", images));
        call.Result(new FileResult(run.Folder, path, count), RunJson.Default.FileResult, writer => writer.WriteLine($"{path}: {Words.Of(count, "image")}"));
    }

    /// <summary>Writes log P of each image, in nats.</summary>
    public static void Score(Call call, SavedMachine run, Dataset images, BinaryDigits bits, string? path)
    {
        if (path is not null) OutputFile.Claim(path, call.Has(Conventions.Force));
        var scores = Scores(run, bits, call.Cancellation);
        if (path is not null) ImageTable.Write(path, images, ["nats"], i => [scores[i].ToString("R", CultureInfo.InvariantCulture)]);
        Print(call, Result(run, path, scores));
    }

    /// <summary>Measures the likelihood of the run's test images, or of others.</summary>
    public static void Evaluate(Call call, SavedMachine run, BinaryDigits bits) => Print(call, Result(run, null, Scores(run, bits, call.Cancellation)));

    /// <summary>Shows what the machine is.</summary>
    public static void Inspect(Call call, SavedMachine run)
    {
        var result = new MachineInspectResult(run.Folder, run.Config.Study, run.Machine.VisibleCount, run.Machine.HiddenCount, [.. run.Example], run.Machine.CountParameters(), ParametersHash.Of(run.Machine.Parameters()), run.Likelihood.LogZ, run.IsExact, run.Settings.ToDictionary(s => s.Name, s => s.Value));
        call.Result(result, MachineJson.Default.MachineInspectResult, writer =>
        {
            writer.WriteLine($"{run.Folder}: {run.Config.Study}, images {run.Example}, {result.Visible} visible and {Words.Of(result.Hidden, "hidden unit")}, {result.Parameters:#,0} parameters");
            var width = run.Settings.Max(s => s.Name.Length);
            foreach (var (name, value) in run.Settings) writer.WriteLine($"  {name.PadRight(width)}  {value}".TrimEnd());
            writer.WriteLine();
            writer.WriteLine($"log Z {result.LogZ:0.00}, {(result.IsExact ? "exact" : "estimated")}");
            writer.WriteLine($"weights {result.ParametersSha256}");
        });
    }

    private static double[] Scores(SavedMachine run, BinaryDigits bits, CancellationToken cancellation) => run.Machine.Score(bits.Images, run.Likelihood.LogZ, cancellation: cancellation);

    private static MachineScoreResult Result(SavedMachine run, string? path, double[] scores)
    {
        float[] sorted = [.. scores.Select(s => (float)s).Order()];
        return new MachineScoreResult(run.Folder, path, scores.Length, scores.Average(), StandardError.OfMean(scores), Quantile.Of(sorted, 0.5), Quantile.Of(sorted, 0.05), run.Likelihood.LogZ, run.IsExact);
    }

    private static void Print(Call call, MachineScoreResult r) => call.Result(r, MachineJson.Default.MachineScoreResult, writer => NumberText.Write(writer,
    [
        new("Images", $"{r.Images:#,0}", "", ""),
        new("Mean", $"{r.Nats:0.00}", $"± {r.StandardError:0.00} nats per image, {(r.IsExact ? "exact log Z" : "estimated log Z")}", ""),
        new("Median", $"{r.Median:0.00}", $"5 % below {r.Quantile5:0.00}", ""),
        .. r.File is null ? Array.Empty<NumberRow>() : [new NumberRow("Scores", r.File, "", "")],
    ]));
}

/// <summary>What <c>score</c> and <c>evaluate</c> print of a Boltzmann machine of images.</summary>
/// <param name="Nats">The mean of log P.</param>
/// <param name="StandardError">The standard error of that mean over the images.</param>
/// <param name="IsExact">Whether log Z is summed; else all scores share the error of its estimate.</param>
internal sealed record MachineScoreResult(string Run, string? File, int Images, double Nats, double StandardError, double Median, double Quantile5, double LogZ, bool IsExact);

/// <summary>What <c>inspect</c> prints of a Boltzmann machine of images.</summary>
internal sealed record MachineInspectResult(string Run, string Study, int Visible, int Hidden, IReadOnlyList<int> Image, long Parameters, string ParametersSha256, double LogZ, bool IsExact, IReadOnlyDictionary<string, string> Settings);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(MachineScoreResult))]
[JsonSerializable(typeof(MachineInspectResult))]
internal sealed partial class MachineJson : JsonSerializerContext;
