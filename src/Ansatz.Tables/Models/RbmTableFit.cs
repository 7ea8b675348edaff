using Ansatz.Boltzmann;
using Ansatz.Random;

namespace Ansatz.Tables.Models;

/// <summary>A Boltzmann machine of a table while it learns.</summary>
internal sealed class RbmTableFit
{
    private const int DefaultAnnealingSteps = 2000;

    private readonly TableTransform transform;
    private readonly CategoryUnits units;
    private readonly RestrictedBoltzmannMachine machine;
    private readonly float[] logits;
    private readonly Rng rng;

    /// <param name="training">The rows to learn from.</param>
    /// <param name="rng">The stream of everything random.</param>
    /// <param name="hiddenCount">Hidden units.</param>
    /// <param name="chainCount">Persistent chains.</param>
    /// <param name="stepCount">Gibbs steps for each gradient.</param>
    /// <exception cref="InvalidDataException">A column is neither categories nor 0 and 1, or no row is complete.</exception>
    public RbmTableFit(Table training, Rng rng, int hiddenCount, int chainCount = 100, int stepCount = 5)
    {
        foreach (var column in training.Columns.Select(c => c.Definition))
            if (column.IsModelled && column.Kind != ColumnKind.Categorical)
                throw new InvalidDataException($"table: column '{column.Name}' is {column.Kind.ToString().ToLowerInvariant()}; a Boltzmann machine expects columns of categories or of 0 and 1; say --columns {column.WayOut}");
        if (training.Columns.FirstOrDefault(c => c.Definition.IsGiven) is { } given) throw new InvalidDataException($"table: column '{given.Name}' is given; a Boltzmann machine learns all columns; expected a table without ConditionOn");
        this.rng = rng;
        transform = TableTransform.Fit(training, rng.Fork("noise"), hasCodes: true, isNormal: false);
        Rows = transform.Encode(training, rng.Fork("noise"));
        units = new CategoryUnits(transform.CategoryCounts);
        machine = new RestrictedBoltzmannMachine(units.Count, hiddenCount);
        logits = units.Logits(Rows.Values);
        Divergence = new CategoryDivergence(machine, units, chainCount, stepCount);
        Divergence.StartFrom(logits, rng.Fork("weights"));
    }

    /// <summary>The training rows.</summary>
    public TableRows Rows { get; }

    /// <summary>What a trainer trains.</summary>
    public CategoryDivergence Divergence { get; }

    /// <summary>Other rows as the machine sees them.</summary>
    public TableRows Encode(Table table) => transform.Encode(table, rng.Fork("watched noise"));

    /// <summary>The model, once it is trained.</summary>
    /// <param name="annealingSteps">Steps of the estimate of log Z, where it is not summed.</param>
    /// <param name="cancellation">Ends the estimate.</param>
    public RbmTableModel Finish(int annealingSteps = DefaultAnnealingSteps, CancellationToken cancellation = default)
    {
        var (logZ, error) = machine.HiddenCount <= CategoryPartition.MostUnits
            ? (CategoryPartition.Exact(machine, units), 0)
            : CategoryPartition.Annealed(machine, units, logits, annealingSteps, rng.Fork("annealing"), cancellation);
        return RbmTableModel.Make(transform, machine, logZ, error);
    }
}
