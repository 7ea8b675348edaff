using Ansatz.Tables;

namespace Ansatz.Studies.Tables;

/// <summary>What a model of a table is worth: its <c>metrics.json</c>, and what <c>--json</c> prints.</summary>
/// <param name="HeldOut">Scores of rows that nothing was fitted to or chosen by.</param>
/// <param name="Components">Components of the mixture, or of the flow's noise.</param>
/// <param name="Distances">Synthetic rows beside all real ones.</param>
/// <param name="Copies">Whether synthetic rows copy training rows.</param>
/// <param name="Epochs">Passes over the training rows; 0 for a mixture.</param>
internal sealed record TableMetrics(string Study, string Data, long Seed, HeldOutMetrics HeldOut, TableRowCounts Rows, IReadOnlyList<TableColumnMetrics> Columns, long Parameters, string ParametersSha256, int Components,
    TableDistances Distances, TableCopies? Copies, int Epochs, int BestEpoch, TableSeconds Seconds, long PeakMemoryBytes)
{
    /// <summary>Reads the file of a finished run.</summary>
    /// <exception cref="InvalidDataException">It holds something else.</exception>
    public static TableMetrics Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), TableJson.Default.TableMetrics) ?? throw new JsonException("found null");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: {ExceptionText.WithoutParameter(e).TrimEnd('.')}; expected what a run of a table writes", e);
        }
    }
}

/// <summary>Mean log p of a held-out row, in nats of the table's own units.</summary>
/// <param name="Nats">This model's.</param>
/// <param name="StandardError">The standard error of that mean over the rows.</param>
/// <param name="Gaussian">That of a Gaussian of the same rows, up to 100,000 of them, with the same noise. NaN where none could be fitted, as for the mixtures.</param>
/// <param name="Mixture">That of the Gaussian mixture with the lowest BIC.</param>
/// <param name="AboveMixtureError">The standard error of the mean difference of this model's and the mixture's scores of the same rows.</param>
/// <param name="MixtureOfSynthetic">That of a mixture with as many components that learnt synthetic rows alone.</param>
/// <param name="BoundDraws">Draws by which each of this model's scores is estimated, which is then a lower bound of log p; 0 where it is log p.</param>
internal sealed record HeldOutMetrics(double Nats, double StandardError, double Gaussian, double Mixture, int MixtureComponents, double AboveMixtureError, double MixtureOfSynthetic, int BoundDraws = 0);

/// <param name="Train">Learnt from.</param>
/// <param name="Watched">Watched for early stopping; a mixture does not use them.</param>
/// <param name="HeldOut">To judge by.</param>
/// <param name="Incomplete">Passed over because a cell has no value.</param>
internal sealed record TableRowCounts(int Train, int Watched, int HeldOut, int Incomplete);

/// <param name="Given">Whether the model is the density of the other columns given this one.</param>
internal sealed record TableColumnMetrics(string Name, string Kind, int Missing, double? Resolution, double? Low, double? High, int? Categories, bool Given = false);

/// <param name="Synthetic">How many synthetic rows were compared.</param>
/// <param name="LargestMarginal">Over columns: Kolmogorov and Smirnov's distance, or half the sum of differences of shares.</param>
/// <param name="LargestPair">Over pairs of columns of numbers: the difference of rank correlations; null with fewer than two.</param>
internal sealed record TableDistances(int Synthetic, double LargestMarginal, double? LargestPair, IReadOnlyList<MarginalDistance> Marginals, IReadOnlyList<PairDistance> Pairs);

/// <param name="CloserToTraining">The share of synthetic rows whose closest record is a training row, of equally many training and held-out rows.</param>
/// <param name="TrainingMedian">The median distance to the closest training row.</param>
/// <param name="HeldOutMedian">The median distance to the closest held-out row.</param>
/// <param name="MembershipArea">The area under the curve of an attack that takes rows with high scores for training rows; ½ says nothing.</param>
internal sealed record TableCopies(double CloserToTraining, double TrainingMedian, double HeldOutMedian, double MembershipArea);

internal sealed record TableSeconds(double Train, double Evaluate, double Figures, double Total);

[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteOrNull)])]
[JsonSerializable(typeof(TableMetrics))]
internal sealed partial class TableJson : JsonSerializerContext;
