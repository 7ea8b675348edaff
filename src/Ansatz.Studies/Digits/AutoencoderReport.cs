namespace Ansatz.Studies.Digits;

/// <summary>The report of an autoencoder of images.</summary>
/// <param name="figures">The pictures that were drawn, in the order of the report.</param>
internal sealed class AutoencoderReport(AutoencoderConfig config, AutoencoderMetrics m, VariationalAutoencoder model, IReadOnlyList<DrawnFigure> figures, string title, Origin origin)
{
    private readonly KnownResult known = KnownResult.Beside(config);

    public Finding Finding() => new Finding<AutoencoderMetrics>(m, AutoencoderJson.Default.AutoencoderMetrics, Page(), writer => NumberText.Write(writer, AutoencoderNumbers.Rows(m, known)), m.ParametersSha256,
        $"{m.Parameters:#,0} parameters, {Words.Of(m.Epochs, "epoch")}, {Words.Count(m.ImagesPerSecond.Train)} images/s in training, peak memory {m.PeakMemoryBytes / 1e6:#,0} MB",
        $"{m.Seconds.Total:0.0} s: {m.Seconds.Train:0.0} training, {m.Seconds.Other:0.0} between epochs, {m.Seconds.Evaluate:0.0} evaluating, {m.Seconds.Figures:0.0} figures");

    private ReportPage Page()
    {
        List<IReportPart> parts =
        [
            Headline(),
            new Section(AutoencoderFigures.Data, new Prose(Story()), Figures(AutoencoderFigures.Data)),
            new Section("The numbers", new NumberTable(AutoencoderNumbers.Rows(m, known))),
            new Section(AutoencoderFigures.Drawing, Figures(AutoencoderFigures.Drawing)),
        ];
        if (m.Anomaly is not null) parts.Add(new Section(AutoencoderFigures.Strange, Figures(AutoencoderFigures.Strange)));
        parts.Add(new Section("The model", ModelDiagram.Of(model, config.Design.Example)));
        parts.Add(new Section(AutoencoderFigures.Learning, Recipe(), Figures(AutoencoderFigures.Learning)));
        parts.Add(new Section(AutoencoderFigures.Latent, Figures(AutoencoderFigures.Latent)));
        parts.Add(new Section("Time", FactList.OfTimes(m.Seconds.Train, m.ImagesPerSecond.Train, m.Seconds.Other, m.Seconds.Evaluate, m.Seconds.Figures, m.Seconds.Total, m.PeakMemoryBytes)));
        parts.Add(origin.Again(m.Seed, m.ParametersSha256));
        return new ReportPage(title, Lead(), parts);
    }

    private string Lead() =>
        $"A variational autoencoder of {m.Parameters:#,0} parameters and {config.Design.Latent} latent dimensions learnt the images of {Path.GetFileName(m.Data)}. On test images it reaches {m.Validation.Total:0.00}"
        + (config.Design.Samples > 0 ? " nats per image" : $" = {m.Validation.Reconstruction:0.00} + {(m.Validation.Beta == 1 ? "" : $"{m.Validation.Beta:0.##} × ")}{m.Validation.Kl:0.00} nats per image")
        + $"{(known.Total.Length > 0 ? $" ({known.Total})" : "")}, after {Words.Of(m.Epochs, "epoch")} and {Words.Duration(TimeSpan.FromSeconds(m.Seconds.Total))}.";

    private KeyNumbers Headline() => new(
    [
        new KeyNumber($"{m.Validation.Total:0.00}", "test total", known.Total.Length > 0 ? known.Total : "nats per image"),
        new KeyNumber($"{m.Validation.Reconstruction:0.00}", m.Validation.Quantity, m.Validation.EntropyFloor is { } floor ? $"floor {floor:0.0}" : "nats per image"),
        new KeyNumber($"{m.Validation.Kl:0.00}", "KL divergence", $"{m.ActiveUnits} of {config.Design.Latent} dimensions active"),
        .. m.LogLikelihood is { } l ? [new KeyNumber($"{l.Nll:0.00}", "test NLL", $"± {l.StandardError:0.00}")] : Array.Empty<KeyNumber>(),
        .. m.Anomaly is { } a ? [new KeyNumber($"{a.Area:0.000}", "area under ROC", $"class {a.LeftOut} left out")] : Array.Empty<KeyNumber>(),
    ]);

    private string Story()
    {
        var design = config.Design;
        return $"Images of {design.Width} × {design.Height} pixels{(design.Channels == 3 ? " in colour" : "")}"
            + (config.Binarize is GrayPixels ? "" : $", {config.Binarize}")
            + (config.LeaveOut is { } left ? $"; class {left} was kept from training" : "") + ". "
            + (design.ClassCount > 0 ? "Encoder and decoder get each image's class. " : "")
            + (config.Noise is null ? "" : $"The encoder sees corrupted images ({config.Noise}); the decoder is judged by the clean ones. ");
    }

    private ReportParts Recipe() => new(
        new FactList(
        [
            ("objective", $"{config.Objective()}"),
            ("learning rates", $"{config.LearningRates()}"),
            ("weights kept", m.SelectedOn),
        ]),
        Listing.OfSettings(AutoencoderSettings.Table.Rows(config)),
        new Listing("The networks, layer by layer", model.Summary(config.Design.Example)));

    private ReportParts Figures(string section) =>
        new([.. figures.Where(f => f.Chapter == section).Select(f => origin.Picture(f.File, f.Description, f.Caption))]);
}
