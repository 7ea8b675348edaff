namespace Ansatz.Studies.Flows;

/// <summary>The report of <c>study flows</c>, and its numbers for the terminal.</summary>
internal static class FlowsReport
{
    public static Finding Finding(FlowsMetrics m, FlowsConfig config, Origin origin) => new Finding<FlowsMetrics>(m, FlowsJson.Default.FlowsMetrics, Page(m, config, origin), writer => Write(writer, m), m.ParametersSha256,
        $"about {Words.Of(m.Steps, "step")} each, {m.Seconds.Total:0.0} s: {m.Seconds.Train:0.0} training, {m.Seconds.Measure:0.0} measuring");

    private static ReportPage Page(FlowsMetrics m, FlowsConfig config, Origin origin) => new(
        "Flows on densities that are known",
        $"{Words.Of(config.Families.Count, "flow")} on {Words.Of(config.Toys.Count, "toy")} of the plane. Each density is known exactly, so the distance KL(true ‖ model) is measured with a standard error. {Result(m)}",
    [
        new KeyNumbers(
            new KeyNumber($"{Best(m).Min(r => r.Kl):0.0000}", "least KL, nats", Name(Best(m).MinBy(r => r.Kl)!)),
            new KeyNumber($"{Best(m).Max(r => r.Kl):0.0000}", "KL of the best flow on the hardest density", Name(Best(m).MaxBy(r => r.Kl)!)),
            new KeyNumber($"{m.Rows.Max(r => r.RoundTrip):0.0e0}", "largest error there and back", Name(m.Rows.MaxBy(r => r.RoundTrip)!)),
            new KeyNumber($"{m.FarNaNs}", "scores that are no number", "on points up to 10,000 away")),
        new Section("What was done",
            new ModelDiagram("A flow, from a point to noise. Each layer can be undone. The log-density of the point is that of its noise plus the logarithms of all slopes on the way.",
                new("a point x", "2 numbers", 2, IsData: true), new("invertible layers", "couplings, autoregressive layers, planar steps or a differential equation", 2), new("noise z ~ N(0, I)", "2 numbers", 2, IsData: true)),
            new Prose(
                $"Each flow was trained with Adam, for the steps that the table below names. Each step saw {Words.Of(config.Batch, "point")} that no other step saw, so no flow can learn points by heart. The learning rate falls along a cosine, and gradients are clipped at norm 5.",
                $"Then {Words.Of(config.Points, "fresh point")} measured it. KL is the mean of log p(x) − log q(x). It is 0 only for the true density. A value below −3 standard errors would mean a wrong log-determinant.",
                "The error there and back takes the same points through the flow to the noise and back again. The error is relative for numbers above 1.",
                "The continuous flow is not trained by likelihood, and its two ways are as exact as the 10 steps of its integration."),
            Listing.OfSettings(FlowsConfig.Settings.Rows(config)),
            new FactList([.. FlowFamily.All.Where(f => config.Families.Contains(f.Name)).Select(f => (f.Name, $"{f.Description}; {Words.Of(f.Steps(m.Steps), "step")}, learning rate {f.LearningRate}"))])),
        .. config.Toys.Select(toy => new Section(char.ToUpperInvariant(toy[0]) + toy[1..].Replace('-', ' '),
                origin.Picture($"{toy}.svg", $"Densities and samples, {toy}", "Above, the true density and that of each flow, in one scale of colours. Below, 10,000 samples of each."),
                new NumberTable([.. m.Rows.Where(r => r.Toy == toy).Select(Row)]) { Heading = "KL, nats" })),
        origin.Again(m.Seed, m.ParametersSha256),
    ]);

    private static void Write(TextWriter writer, FlowsMetrics m)
    {
        writer.WriteLine("KL(true ‖ model) in nats, its standard error, the error there and back, seconds of training and of the inverse:");
        foreach (var r in m.Rows)
            writer.WriteLine($"  {r.Toy,-16}{r.Family,-36}{r.Kl,9:0.0000} ± {r.StandardError:0.0000}   {r.RoundTrip,8:0.0e0}{r.Seconds.Train,8:0.0}{r.Seconds.Inverse,8:0.00}");
    }

    private static NumberRow Row(FlowsRow r) => new(r.Family, $"{r.Kl:0.0000} ± {r.StandardError:0.0000}", $"NLL {r.Nll:0.0000}, entropy {r.Entropy:0.0000}",
        $"{r.Seconds.Train:0.0} s of training, {r.Seconds.Inverse:0.00} s from noise to data, there and back {r.RoundTrip:0.0e0}.");

    private static string Name(FlowsRow r) => $"{r.Toy}, {r.Family}";

    private static string Result(FlowsMetrics m)
    {
        var hardest = Best(m).MaxBy(r => r.Kl)!;
        return $"The best flow of each density comes within {hardest.Kl:0.0000} nats of it{(m.Rows.Count > 1 ? $"; the hardest is {hardest.Toy}" : "")}.";
    }

    // The best flow of each toy.
    private static IEnumerable<FlowsRow> Best(FlowsMetrics m) => m.Rows.GroupBy(r => r.Toy).Select(rows => rows.MinBy(r => r.Kl)!);
}
