namespace Ansatz.Studies.Digits;

/// <summary>The pictures of an autoencoder of images, each written to one file.</summary>
internal sealed class AutoencoderFigures(
    VariationalAutoencoder model, AutoencoderConfig config, AutoencoderData data, AutoencoderEvaluation evaluation, IReadOnlyList<EpochRecord> history, Rng rng)
{
    public const string Data = "The images", Learning = "Training", Latent = "The latent space", Drawing = "What it draws", Strange = "Strangers";
    private const int MostScattered = 5000, MostRows = 16, Columns = 10, PlaneSide = 15, SliceSide = 10, LeastSide = 3;

    /// <summary>Pixel values that are decoded for one figure. Larger images get fewer pictures, so that a report takes seconds.</summary>
    private const long MostDecodedValues = 32_000_000;

    private readonly DecodedImages decoded = new(model);
    private readonly List<DrawnFigure> files = [];
    private string folder = "";

    /// <summary>What was drawn, in the order of the report.</summary>
    public IReadOnlyList<DrawnFigure> Files => files;

    /// <summary>Whether the first epoch would flatten all that follows.</summary>
    private bool LeavesOutFirst => history.Count >= 5;

    private int Dimensions => evaluation.Posterior.Dimension;

    /// <summary>Where a conditional decoder is shown for one class only.</summary>
    private int? ShownClass => config.Design.ClassCount > 0 ? config.Design.ClassCount / 2 : null;

    private string OfClass => ShownClass is { } label ? $" All are decoded as class {data.ClassNames[label]}." : "";

    public void Write(string path)
    {
        folder = path;
        var examples = data.Training.Slice(0, Math.Min(3 * Columns, data.Training.Count));
        var isDrawn = config.Binarize is ResampledPixels;
        Add("examples.png", Data, "Training images", $"Some of the training images{(isDrawn ? ", as one pass draws them" : "")}.",
            Draw.Pictures(ImageGrid.Fitted((isDrawn ? Binarization.Sample(examples, rng.Fork("examples")) : examples).ToImages(), Columns)));
        Add("loss.svg", Learning, "Loss curves", "The objective by epoch and its two parts. The training curves are means over the epoch's steps, while the weights still moved; the test curves are measured after the epoch."
            + (LeavesOutFirst ? " The first epoch of the training curves, which begin at random weights, lies far outside and is left out." : ""), Loss());
        Reconstructions();
        Add("samples.png", Drawing, "Decoded samples", "Decodings of points drawn from the prior.", Draw.Pictures(Samples()));
        if (config.Design.ClassCount > 0)
            Add("samples-by-class.svg", Drawing, "Decoded samples by class", "Decodings of points drawn from the prior, a row for each class the decoder is told. A column shares its latent point: what stays from row to row is style.",
                decoded.ByClass(config.Design.ClassCount, data.ClassNames, Columns, rng.Fork("classes")).Filling(Draw.PageWidth).ToSvg());
        if (evaluation.Roc is not null) Strangers(evaluation.Roc, evaluation.Anomalous!);
        LatentSpace();
    }

    private int MostDecodedImages => (int)Math.Min(MostDecodedValues / config.Design.Example.Size, PlaneSide * PlaneSide);

    private void LatentSpace()
    {
        var order = evaluation.Posterior.ByInformation;
        if (Dimensions >= 2)
        {
            var (across, up) = Dimensions == 2 ? (0, 1) : (order[0], order[1]);
            Add("latent.svg", Latent, "Latent plane", $"Encoder means of test images{(data.Test.HasLabels ? ", coloured by class. The classes are for the eye: "
                + (config.Design.ClassCount > 0 ? "encoder and decoder are told them, so the plane need not tell them apart" : "the encoder was not told them") : "")}."
                + (Dimensions > 2 ? $" Shown are the two dimensions of smallest posterior variance, {DecodedImages.Name(across)} and {DecodedImages.Name(up)}." : ""), Scatter(across, up).ToSvg());
            var side = Math.Clamp((int)Math.Sqrt(MostDecodedImages), LeastSide, Dimensions == 2 ? PlaneSide : SliceSide);
            Add("latent-grid.png", Latent, "Decoded latent plane", $"Decodings over {DecodedImages.Name(across)} and {DecodedImages.Name(up)} from −3 to 3{(Dimensions > 2 ? ", the other dimensions at 0" : "")}.{OfClass}", Draw.Pictures(decoded.Plane(side, across, up, ShownClass)));
        }
        int[] rows = [.. evaluation.Posterior.ByDivergence.Take(Math.Clamp(MostDecodedImages / (Columns + 1), 1, Math.Min(MostRows, Dimensions)))];
        Add("traversals.svg", Latent, "Traversals", $"Each dimension from −3 to 3 with the others at 0, those that carry most nats first, the nats beside them.{OfClass}",
            decoded.Traversals(rows, [.. rows.Select(j => $"{DecodedImages.Name(j)}  {evaluation.Posterior.KlByDimension[j]:0.00}")], Columns + 1, ShownClass).Filling(Draw.PageWidth).ToSvg());
        if (Dimensions > 2) Add("kl.svg", Latent, "KL by dimension", "Nats that each latent dimension carries about an image. Where one carries none, decoder and posterior have given it up.", Divergences());
    }

    private void Reconstructions()
    {
        var shown = data.Test.Slice(0, Math.Min(Columns, data.Test.Count));
        var seen = shown;
        var rows = new List<Image>(shown.ToImages());
        if (config.Noise is { } corruption)
        {
            var corrupted = corruption.Apply(shown.ToTensor(0, shown.Count), rng.Fork("damage"));
            seen = Dataset.FromFloats(corrupted.ToArray(), shown.ExampleShape, shown.Labels());
            rows.AddRange(seen.ToImages());
        }
        rows.AddRange(Dataset.FromTensor(model.Reconstruct(seen)).ToImages());
        Add("reconstructions.png", Drawing, "Originals above reconstructions", config.Noise is null
            ? "Test images above, what the autoencoder makes of them below." : $"Test images, the same corrupted ({config.Noise}), and what the autoencoder makes of the corrupted ones.", Draw.Pictures(ImageGrid.Fitted(rows, shown.Count)));
    }

    private ImageGrid Samples()
    {
        var count = 4 * Columns;
        return decoded.Samples(count, Columns, rng.Fork("samples"), config.Design.ClassCount == 0 ? null : [.. Enumerable.Range(0, count).Select(i => i % Columns * config.Design.ClassCount / Columns)]);
    }

    private void Strangers(RocCurve roc, double[] anomalies)
    {
        var name = data.ClassNames[(int)config.LeaveOut!];
        Add("roc.svg", Strange, "ROC curve", $"The share of class {name}, which training did not see, above each threshold of the anomaly, against the share of the other classes above it. Area {roc.Area:0.000}.", Draw.Roc(
            $"Class {name} against the others", "others above the threshold", $"class {name} above the threshold", 420, 420, Draw.Curve(null, roc), new Line("chance", [0, 1], [0, 1]) { IsDashed = true }));
        double[] Of(bool isLeftOut) => [.. anomalies.Where((_, i) => data.Scored.Label(i) == config.LeaveOut == isLeftOut)];
        var range = (anomalies.Min(), Quantile(anomalies, 0.995));
        var bins = Math.Clamp(2 * (int)Math.Sqrt(Of(true).Length), 10, 60);
        Add("scores.svg", Strange, "Anomalies", "The anomaly of test images: reconstruction + KL, the mean of four draws.", Draw.Chart("Anomaly of the images", new Axis("nats per image"), new Axis("density"),
            new Histogram("classes that trained", Of(false), range, bins), new Histogram($"class {name}", Of(true), range, bins)));
    }

    private string Loss()
    {
        // A narrow panel has room for three ticks.
        Tick[] ticks = [.. ((int[])[1, history.Count / 2, history.Count]).Where(e => e > 0).Distinct().Select(e => new Tick(e, $"{e:#,0}"))];
        double Shown(EpochRecord epoch, string metric) => LeavesOutFirst && epoch.Epoch == 1 ? double.NaN : epoch.Train[metric];
        Chart Panel(string title, string metric)
        {
            var panel = Draw.Epochs(title, 320, 290, Draw.ByEpoch("training", history, r => Shown(r, metric)), Draw.ByEpoch("test", history, r => r.Validation![metric]));
            return panel with { X = panel.X with { Ticks = ticks } };
        }
        return new ChartPanels([Panel("Objective", history[0].Train.Values[0].Name)], [Panel(Capital(config.Design.Likelihood.Quantity), "reconstruction")], [Panel("KL, unweighted", history[0].Train.Values[2].Name)]).ToSvg();
    }

    private Chart Scatter(int across, int up)
    {
        var count = Math.Min(MostScattered, data.Test.Count);
        double[] Of(int j) => [.. Enumerable.Range(0, count).Select(i => (double)evaluation.Posterior.Means.Span[i * Dimensions + j])];
        return Draw.Plane("Encoder means", new Axis(DecodedImages.Name(across)), new Axis(DecodedImages.Name(up)), 620, 560, data.Test.HasLabels
            ? new Scatter(null, Of(across), Of(up)) { Labels = [.. Enumerable.Range(0, count).Select(data.Test.Label)], LabelNames = data.ClassNames }
            : new Scatter(null, Of(across), Of(up)));
    }

    private string Divergences()
    {
        var order = evaluation.Posterior.ByDivergence;
        return Draw.Chart("KL by dimension", new Axis("latent dimension"), new Axis("nats per image"),
            new Bars(null, [.. order.Select(j => $"{j + 1}")], [.. order.Select(j => evaluation.Posterior.KlByDimension[j])]));
    }

    private void Add(string file, string chapter, string description, string caption, Image image)
    {
        Png.Write(Path.Combine(folder, file), image);
        files.Add(new DrawnFigure(file, chapter, description, caption));
    }

    private void Add(string file, string chapter, string description, string caption, string svg)
    {
        File.WriteAllText(Path.Combine(folder, file), svg);
        files.Add(new DrawnFigure(file, chapter, description, caption));
    }

    private static double Quantile(double[] values, double probability) => values.Order().ElementAt((int)(probability * (values.Length - 1)));
    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
