namespace Ansatz.Studies.Strangers;

/// <summary>The report of the study of strangers, and its numbers for the terminal.</summary>
internal static class StrangersReport
{
    public static Finding Finding(StrangersMetrics m, AutoencoderConfig config, Origin origin) => new Finding<StrangersMetrics>(m, StrangersJson.Default.StrangersMetrics, Page(m, config, origin),
        writer => NumberText.Write(writer, Rows(m), "Area under ROC of a class that training did not see:"), m.ParametersSha256,
        $"{Words.Of(m.Epochs, "epoch")} each, {m.Seconds.Total:0.0} s: {m.Seconds.Train:0.0} training, {m.Seconds.Evaluate:0.0} scoring");

    private static ReportPage Page(StrangersMetrics m, AutoencoderConfig config, Origin origin) => new(
        "Strangers: classes that training never saw",
        $"For each class of {Path.GetFileName(m.Data)} an autoencoder was trained without it. The anomaly of an image is reconstruction + KL under that model. The area under the ROC curve says how well the anomaly separates the class from the others: {m.MeanArea:0.000} on average.",
        new KeyNumbers(
            new KeyNumber($"{m.MeanArea:0.000}", "mean area under ROC", "chance 0.5"),
            new KeyNumber($"{m.Areas.MaxBy(a => a.Area)!.Area:0.000}", $"best: class {m.Areas.MaxBy(a => a.Area)!.Name}", ""),
            new KeyNumber($"{m.Areas.MinBy(a => a.Area)!.Area:0.000}", $"worst: class {m.Areas.MinBy(a => a.Area)!.Name}", "")),
        new Section("What was done",
            ModelDiagram.Of((config with { LeaveOut = 0 }).Model(), config.Design.Example),
            new Prose(
                $"Each model is a {config.Design.Network} autoencoder of {config.Design.Latent} latent dimensions, trained for {Words.Of(m.Epochs, "epoch")} on all classes but one ({config.Objective()}, {config.Design.Likelihood}, learning rate {config.LearningRates()}). "
                + "Then the anomaly of every test image is measured, the mean of four draws of z.",
                "The anomaly measures more than novelty: images of few and simple strokes cost few nats, whether a model has seen their class or not. So a class of simple images may have smaller anomalies than the classes that trained."),
            Listing.OfSettings(AutoencoderSettings.Table.Rows(config)),
            origin.Picture("areas.svg", "Area under ROC by class", "The probability that an image of the class has a larger anomaly than one of another class, under the model that never saw the class."),
            origin.Picture("roc.svg", "ROC curves", "For each threshold of the anomaly, the share of the class above it against the share of the others above it.")),
        new Section("The numbers", new NumberTable(Rows(m))),
        origin.Again(m.Seed, m.ParametersSha256));

    private static IReadOnlyList<NumberRow> Rows(StrangersMetrics m) =>
    [
        .. m.Areas.Select(a => new NumberRow($"without {a.Name}", $"{a.Area:0.000}", $"{a.StrangerTotal:0.0} against {a.Total:0.0} nats",
            "Area under ROC, and the mean anomaly of the class against that of the others.")),
        new NumberRow("mean", $"{m.MeanArea:0.000}", "chance 0.5", "Over all classes."),
    ];
}
