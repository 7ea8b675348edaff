using System.Globalization;
using Ansatz.Boltzmann;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tables.Models;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tables;

/// <summary>
/// A restricted Boltzmann machine of the rows of a table whose columns are categories or 0 and 1. The categories of a column exclude each other, and log Z sums over the rows that the table can have.
/// So scores are log-probabilities: exact with up to 20 hidden units, beyond that with an estimate of log Z.
/// </summary>
/// <example><code>
/// var model = RbmTableModel.Train(Table.Read("answers.csv"), new Rng(42), hiddenCount: 16);
/// model.Sample(new Rng(43), 1000).Write("synthetic.csv");
/// </code></example>
public sealed class RbmTableModel : TableModel
{
    internal const string Word = "table-rbm";
    private const int SampleSteps = 1000;

    private readonly RestrictedBoltzmannMachine machine;
    private readonly CategoryUnits units;

    private RbmTableModel(TableTransform transform, RestrictedBoltzmannMachine machine, double logZ, double logZError) : base(transform) =>
        (this.machine, units, LogZ, LogZError) = (machine, new CategoryUnits(transform.CategoryCounts), logZ, logZError);

    /// <inheritdoc/>
    public override Module Module => machine;

    /// <summary>The hidden units.</summary>
    public override int ComponentCount => machine.HiddenCount;

    /// <summary>log Z over the rows that the table can have.</summary>
    public double LogZ { get; }

    /// <summary>The standard error of <see cref="LogZ"/>; 0 where it is exact. All scores share this error.</summary>
    public double LogZError { get; }

    private protected override string Header => string.Create(CultureInfo.InvariantCulture, $"{Word} {machine.HiddenCount} {LogZ:R} {LogZError:R}");

    /// <summary>Trains a machine by persistent contrastive divergence, and finds log Z.</summary>
    /// <param name="training">The rows to learn from. Incomplete ones are passed over.</param>
    /// <param name="rng">The stream of everything random.</param>
    /// <param name="hiddenCount">Hidden units, 1 or more.</param>
    /// <param name="options">How to train; null for the default.</param>
    /// <param name="cancellation">Ends training.</param>
    /// <exception cref="InvalidDataException">A column is neither categories nor 0 and 1, or no row is complete.</exception>
    public static RbmTableModel Train(Table training, Rng rng, int hiddenCount = 16, TrainerOptions? options = null, CancellationToken cancellation = default)
    {
        var fit = new RbmTableFit(training, rng, hiddenCount);
        new Trainer(options ?? DefaultOptions(fit.Rows.Count), rng.Fork("training")).Train(fit.Divergence, fit.Rows, cancellation: cancellation);
        return fit.Finish(cancellation: cancellation);
    }

    /// <summary>How a machine is trained unless told otherwise: Adam with a falling rate, and averaged weights.</summary>
    /// <param name="rowCount">Rows to learn from.</param>
    /// <param name="epochCount">Passes over them; 0 for a number that falls with the rows.</param>
    /// <param name="batchSize">Rows for each step.</param>
    /// <param name="learningRate">The highest learning rate.</param>
    public static TrainerOptions DefaultOptions(int rowCount, int epochCount = 0, int batchSize = 100, double learningRate = 2e-2)
    {
        const int Rows = 500_000, FewestEpochs = 10, MostEpochs = 300;
        if (epochCount == 0) epochCount = Math.Clamp(Rows / rowCount, FewestEpochs, MostEpochs);
        return new TrainerOptions { EpochCount = epochCount, BatchSize = Math.Min(batchSize, rowCount), Optimizer = new Adam(), LearningRate = new CosineSchedule(learningRate, epochCount), AverageDecay = 0.999 };
    }

    /// <summary>log p of rows, [n].</summary>
    /// <param name="codes">[n, columns].</param>
    /// <param name="pass">How the machine is run.</param>
    internal Tensor LogProb(Tensor codes, Pass pass) => -machine.FreeEnergy(units.Encode(codes), pass) - (float)LogZ;

    /// <summary>Columns of a row.</summary>
    internal int ColumnCount => units.ColumnCount;

    internal static RbmTableModel Make(TableTransform transform, RestrictedBoltzmannMachine machine, double logZ, double logZError) => new(transform, machine, logZ, logZError);

    internal static RbmTableModel Load(string header, TableTransform transform, string weights)
    {
        if (header.Split(' ') is not [_, var hidden, var logZ, var error]) throw new FormatException($"found the model '{header}'");
        var loaded = new RestrictedBoltzmannMachine(new CategoryUnits(transform.CategoryCounts).Count, int.Parse(hidden, NumberStyles.None, CultureInfo.InvariantCulture));
        ModelFile.LoadInto(loaded, weights);
        return new RbmTableModel(transform, loaded, double.Parse(logZ, CultureInfo.InvariantCulture), double.Parse(error, CultureInfo.InvariantCulture));
    }

    private protected override double[] ScoreRows(TableRows rows, Rng rng, CancellationToken cancellation) =>
        machine.Score(Tensor.From(units.Encode(rows.Values), [rows.Count, units.Count]), LogZ, cancellation: cancellation);

    private protected override float[] SampleRows(Rng rng, float[] rows, CancellationToken cancellation)
    {
        var open = new float[rows.Length];
        Array.Fill(open, float.NaN);
        return Chains(open, SampleSteps, rng, cancellation);
    }

    private protected override (float[] Rows, double AcceptanceRate) ImputeRows(float[] rows, Rng rng, int drawCount, int stepCount, CancellationToken cancellation)
    {
        var width = units.ColumnCount;
        var given = new float[rows.Length * drawCount];
        for (var i = 0; i < rows.Length / width * drawCount; i++) rows.AsSpan(i / drawCount * width, width).CopyTo(given.AsSpan(i * width));
        return (Chains(given, stepCount, rng, cancellation), 1);
    }

    // Chains from independent columns.
    private float[] Chains(float[] given, int stepCount, Rng rng, CancellationToken cancellation)
    {
        var chains = new CategoryChains(machine, units);
        var start = units.Decode(chains.Independent(machine.VisibleBias.Value, given.Length / units.ColumnCount, rng.Fork("start")).Span);
        return chains.Run(start, given, stepCount, rng.Fork("steps"), cancellation);
    }
}
