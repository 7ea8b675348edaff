namespace Ansatz.Studies.Tables;

/// <summary>The report of a model of a table, and its numbers for the terminal.</summary>
internal sealed class TableReport(TableConfig config, SettingTable<TableConfig> settings, TableMetrics m, Origin origin)
{
    public Finding Finding() => new Finding<TableMetrics>(m, TableJson.Default.TableMetrics, Page(), writer => NumberText.Write(writer, Rows()), m.ParametersSha256,
        $"{Words.Of(m.Rows.Train, "row")} learnt in {m.Seconds.Train:0.0} s, {m.Seconds.Total:0.0} s in all");

    private bool HasEpochs => m.Epochs > 0;

    // What the model is, in a title and in a sentence.
    private (string Short, string Long) Kind => m.Study switch
    {
        "train flow" => ("flow", "neural spline flow"),
        "train rbm" => ("Boltzmann machine", "restricted Boltzmann machine"),
        "train vae" => ("variational autoencoder", "variational autoencoder"),
        _ => ("mixture", "Gaussian mixture"),
    };

    private string FurthestColumn => m.Distances.Marginals.MaxBy(d => d.Distance) is { } furthest ? $"'{furthest.Column}'" : "";

    private string FurthestPair => m.Distances.Pairs.MaxBy(d => d.Distance) is { } pair ? $"'{pair.First}' and '{pair.Second}'" : "";

    private ReportPage Page()
    {
        var name = Path.GetFileName(config.Data);
        List<IReportPart> parts =
        [
            new KeyNumbers(
                [
                    new KeyNumber($"{m.HeldOut.Nats:0.000}", "nats per held-out row", $"± {m.HeldOut.StandardError:0.000}; higher is better"),
                    new KeyNumber(Shown(m.HeldOut.Mixture, "0.000"), "the best Gaussian mixture's", Words.Of(m.HeldOut.MixtureComponents, "component")),
                    new KeyNumber($"{m.Distances.LargestMarginal:0.000}", "largest distance of a column", $"{FurthestColumn}; 0 is equal, 1 is apart"),
                    .. m.Distances.LargestPair is { } pair ? [new KeyNumber($"{pair:0.000}", "largest difference of rank correlations", FurthestPair)] : Array.Empty<KeyNumber>(),
                ]),
            new Section("The table", new Prose(Story()), Columns()),
            new Section("The model", Diagram(), Listing.OfSettings(settings.Rows(config))),
            new Section("The numbers", new NumberTable(Rows())),
            new Section("Columns, real and synthetic", origin.Picture("marginals.svg", "Columns, real and synthetic", "Each column of the real table and of the synthetic one. The outermost values are left out.")),
        ];
        if (m.Distances.Pairs.Any(p => double.IsFinite(p.Real))) parts.Add(new Section("Pairs of columns", origin.Picture("pairs.svg", "Pairs of columns, real beside synthetic", "The pairs with the strongest rank correlations: real rows at the left, synthetic rows at the right.")));
        if (HasEpochs)
            parts.Add(new Section("Learning", m.Study == "train rbm"
                ? origin.Picture("learning.svg", "Free energies by epoch", "Free energies are no likelihoods. Those of training and of watched rows part when the machine learns rows by heart.")
                : m.Study == "train vae" ? origin.Picture("learning.svg", "Negative bound by epoch", $"Training hides cells of a quarter of the rows, the watched rows are whole, so the two are not alike. Training stops when the watched rows score no better. The weights are those of epoch {m.BestEpoch}.")
                : origin.Picture("learning.svg", "Negative log-likelihood by epoch", $"Training stops when the watched rows score no better. The weights are those of epoch {m.BestEpoch}.")));
        parts.Add(origin.Again(m.Seed, m.ParametersSha256));
        return new ReportPage($"A {Kind.Short} of {name}", $"A {Kind.Long} of {m.Parameters:#,0} numbers learnt {Words.Of(m.Rows.Train, "row")} of {name}. Rows that it never saw have a mean log-density of {m.HeldOut.Nats:0.000} ± {m.HeldOut.StandardError:0.000} nats. "
            + $"{(double.IsNaN(m.HeldOut.Mixture) ? "No Gaussian mixture could be fitted to compare it with" : $"The best Gaussian mixture gives them {m.HeldOut.Mixture:0.000}")}. In synthetic rows no column is further than {m.Distances.LargestMarginal:0.000} from the real one; that is the distance of {FurthestColumn}.", parts);
    }

    private ModelDiagram Diagram()
    {
        int columns = m.Columns.Count(c => c.Kind != "skip"), categories = m.Columns.Count(c => c.Kind == "categorical");
        DiagramRow row = new("a row of the table", Words.Of(columns, "column"), columns, IsData: true);
        return m.Study switch
        {
            "train flow" => new ModelDiagram("The model, from a row to noise. Its log-density is that of the noise plus the logarithms of all slopes on the way.",
            [
                row, new("a map for each column of numbers", Words.Of(columns - categories, "number"), columns - categories + 1),
                .. categories > 0 ? new DiagramRow[] { new("a chain of networks for the categories", Words.Of(categories, "categorical column"), categories + 1) } : [],
                .. Enumerable.Range(1, (int)Math.Min(config.Layers, 8)).Select(k => new DiagramRow($"layer {k} of splines", $"{config.Bins} bins, networks of {string.Join(", ", config.Widths)}", columns)),
                new("noise", $"a mixture of Gaussians{(config.Members > 1 ? $"; the mean of {config.Members} such flows" : "")}", columns, IsData: true),
            ]),
            "train vae" => new ModelDiagram("The model. The encoder and the decoder are networks; the decoder gives each number a mixture of normals, and each category its probabilities.",
                row, new("a map for each column of numbers", Words.Of(columns - categories, "number"), columns - categories + 1),
                new("encoder", $"layers of {string.Join(", ", config.Widths)}", config.Widths[0]), new("latent variables z", $"{Words.Of(config.Latent, "dimension")}, prior {config.Prior}", config.Latent, IsData: true),
                new("decoder", $"layers of {string.Join(", ", config.Widths.Reverse())}", config.Widths[0])),
            "train rbm" => new ModelDiagram("The machine. The categories of a column exclude each other; each is joined to each hidden unit.", row,
                new("a unit for each category", Words.Of(m.Columns.Sum(c => c.Categories ?? 2), "unit"), m.Columns.Sum(c => c.Categories ?? 2)), new("hidden units h", Words.Of(config.Hidden, "bit"), config.Hidden, IsData: true)),
            _ => new ModelDiagram("The model. Positive columns enter by their logarithm, bounded ones by their logit.", row,
                new("a map for each column", Words.Of(columns, "number"), columns), new("Gaussian mixture", Words.Of(m.Components, "component"), m.Components, IsData: true)),
        };
    }

    private string Story() =>
        $"Of {Words.Of(m.Rows.Train + m.Rows.Watched + m.Rows.HeldOut, "complete row")}, {m.Rows.Train:#,0} were learnt, {m.Rows.Watched:#,0} were watched and {m.Rows.HeldOut:#,0} judged the model."
        + (m.Rows.Incomplete > 0 ? $" {Words.Of(m.Rows.Incomplete, "row")} with a missing cell were passed over." : "")
        + (config.Given.Count > 0 ? $" The model is the density of the other columns given {string.Join(", ", config.Given)}. So are the scores of the Gaussian and of the mixture. Synthetic rows take their given cells from rows of the table." : "")
        + (m.HeldOut.BoundDraws > 0 ? $" An autoencoder knows log p only as an integral. Each score estimates it by {Words.Of(m.HeldOut.BoundDraws, "draw")} of z, and on average lies below it." : "")
        + " Nats are those of the table's own units. Rounded numbers got uniform noise of one unit of their resolution, so their scores are lower bounds.";

    private FactList Columns() => new([.. m.Columns.Select(c => (c.Name, c.Kind + (c.Given ? ", given" : "") + (c.Categories is { } k ? $", {k} values" : "") + (c.Resolution is { } r ? $", in steps of {r:0.###}" : "") + (c.Missing > 0 ? $", {c.Missing:#,0} missing" : "")))]);

    // A mixture that could not be fitted has no number.
    private static string Shown(double nats, string format = "0.0000") => double.IsNaN(nats) ? "none could be fitted" : nats.ToString(format, CultureInfo.CurrentCulture);

    private IReadOnlyList<NumberRow> Rows() =>
    [
        new("Held-out rows, nats", $"{m.HeldOut.Nats:0.0000}", $"± {m.HeldOut.StandardError:0.0000}", m.HeldOut.BoundDraws > 0
            ? $"The mean of a lower bound of log p, by {Words.Of(m.HeldOut.BoundDraws, "draw")} for each row. Nothing was fitted to these rows or chosen by them."
            : "The mean of log p. Nothing was fitted to these rows or chosen by them."),
        new("A Gaussian's", Shown(m.HeldOut.Gaussian), "", "Positive columns by their logarithm, bounded ones by their logit; the same noise. It learnt up to 100,000 rows."),
        new("The best mixture's", Shown(m.HeldOut.Mixture), double.IsNaN(m.HeldOut.Mixture) ? "" : $"{Words.Of(m.HeldOut.MixtureComponents, "component")}; this model is {Math.Abs(m.HeldOut.Nats - m.HeldOut.Mixture):0.0000} ± {m.HeldOut.AboveMixtureError:0.0000} {(m.HeldOut.Nats < m.HeldOut.Mixture ? "below" : "above")}", "The Bayesian information criterion chose the number of components."),
        new("A mixture of synthetic rows'", Shown(m.HeldOut.MixtureOfSynthetic), double.IsNaN(m.HeldOut.MixtureOfSynthetic) ? "" : $"{m.HeldOut.MixtureOfSynthetic - m.HeldOut.Mixture:+0.0000;-0.0000}", "The same mixture, but it learnt synthetic rows alone. It scores the same held-out real rows, and comes near the mixture of real rows where synthetic rows can stand in for them."),
        new("Largest distance of a column", $"{m.Distances.LargestMarginal:0.0000}", $"{FurthestColumn}; {m.Distances.Synthetic:#,0} synthetic rows", "Numbers: the largest difference of the distribution functions. Categories: half the sum of the differences of shares."),
        .. m.Distances.LargestPair is { } pair ? new[] { new NumberRow("Largest difference of rank correlations", $"{pair:0.0000}", FurthestPair, "Over all pairs of columns of numbers.") } : [],
        .. m.Copies is { } c ? new NumberRow[]
        {
            new("Synthetic rows closer to a training row", $"{c.CloserToTraining:0.000}", "½ without copies", $"Beside as many held-out rows. Median distances {c.TrainingMedian:0.000} and {c.HeldOutMedian:0.000}."),
            new("Membership attack, area", $"{c.MembershipArea:0.000}", "½ says nothing", "How well scores tell training rows from held-out ones."),
        } : [],
    ];
}
