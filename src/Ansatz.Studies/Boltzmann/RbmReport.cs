namespace Ansatz.Studies.Boltzmann;

/// <summary>The report of <c>study rbm</c>, and its numbers for the terminal.</summary>
internal static class RbmReport
{
    public static Finding Finding(RbmMetrics m, RbmConfig config, Origin origin) => new Finding<RbmMetrics>(m, RbmJson.Default.RbmMetrics, Page(m, config, origin), writer => NumberText.Write(writer, Rows(m, config)), m.ParametersSha256,
        $"{m.Visible} × {m.Hidden} units, {Words.Of(m.Epochs, "epoch")}, {Words.Count(m.ImagesPerSecond)} images/s in training",
        $"{m.Seconds.Total:0.0} s: {m.Seconds.Train:0.0} training, {m.Seconds.Evaluate:0.0} evaluating, {m.Seconds.Figures:0.0} figures");

    private static ReportPage Page(RbmMetrics m, RbmConfig config, Origin origin) => new(
        $"A Boltzmann machine of {m.Hidden} hidden units",
        $"A restricted Boltzmann machine learnt {config.TrainingImages:#,0} binary digits. {Sentence(m)}",
        new KeyNumbers(
            new KeyNumber($"{m.LogLikelihood.Test:0.0}", "test log-likelihood", $"nats per image, {Method(m)}{Known(config)}"),
            new KeyNumber(m.Annealing is null ? "exact" : $"[{m.LogLikelihood.Low:0.0}, {m.LogLikelihood.High:0.0}]", "bracket", m.Annealing is null ? "of the test log-likelihood" : "of the test log-likelihood, 95 %"),
            new KeyNumber($"{m.FreeEnergyGap:0.00}", "free-energy gap", "nats, test above training images"),
            new KeyNumber(Words.Count(m.ImagesPerSecond), "images per second", "training steps only")),
        new Section("What was done",
            new Prose(
                $"Images are {config.Binarize}; a white pixel is on. The machine gives a pair of binary vectors, pixels v and hidden units h, "
                + "the probability e^(−E)/Z with E(v, h) = −vᵀWh − aᵀv − bᵀh; the probability of an image is its sum over h. Its gradient is a mean over the data less a mean over the machine, and the second is taken from chains.",
                $"{Chains(config)} {(config.Centered ? "Gradients are centered: offsets that follow the data’s means are subtracted from the units, which makes learning the same whichever way a pixel is coded." : "Gradients are plain, not centered.")} "
                + $"{Words.Of(m.Epochs, "epoch")} in batches of {config.BatchSize}; the learning rate {(config.Recipe == Recipe.Published ? $"is {config.LearningRate}" : $"falls from {config.LearningRate} to 0 along a cosine")}; visible biases begin at log p/(1 − p) of each pixel’s share p."),
            new ModelDiagram("The machine. Each pixel is joined to each hidden unit, and no two units of one side are joined, so each side is drawn at once given the other.",
                new("pixels v", Words.Of(m.Visible, "bit"), m.Visible, IsData: true), new("W, a, b", $"{(long)m.Visible * m.Hidden:#,0} weights, {m.Visible + m.Hidden:#,0} biases", m.Visible), new("hidden units h", Words.Of(m.Hidden, "bit"), m.Hidden, IsData: true)),
            Listing.OfSettings(RbmConfig.Settings.Rows(config)),
            origin.Picture("examples.png", "Training images", "Some of the training images.")),
        new Section("The numbers", new NumberTable(Rows(m, config))),
        new Section("Learning", origin.Picture("learning.svg", "Free energies by epoch", "The free energy of the batch’s images above that of the chains, a mean over each epoch’s steps. It is no likelihood: it says how far the chains are from the data, not how good the machine is.")),
        new Section("What it has learnt",
            origin.Picture("filters.png", "Filters", "The weights of the hidden units to the pixels; gray is 0. Each is scaled by its largest weight."),
            origin.Picture("chains.svg", "Chains", "Ten chains from independent pixels, one a row, after ever more Gibbs steps. Shown are the pixels’ probabilities."),
            origin.Picture("samples.png", "Samples", $"Where a hundred such chains stand after {RbmFigures.Looks[^1]:#,0} steps.")),
        origin.Again(m.Seed, m.ParametersSha256));

    private static List<NumberRow> Rows(RbmMetrics m, RbmConfig config)
    {
        var rows = new List<NumberRow>
        {
            new("test log-likelihood", $"{m.LogLikelihood.Test:0.00}", Method(m) + Known(config), "Nats per image, mean over the test images."),
            new("training log-likelihood", $"{m.LogLikelihood.Train:0.00}", Method(m), "The same over the images learnt from."),
            new("log Z", $"{m.LogZ:0.00}", Method(m), "Of the machine. Likelihoods of images are −F(v) − log Z."),
            new("free-energy gap", $"{m.FreeEnergyGap:0.00}", "", "Free energy of test images above that of training images. It grows when training images are learnt by heart."),
            new("pseudo-log-likelihood", $"{m.PseudoLogLikelihood:0.00}", "no likelihood", "Sum over pixels of log P(pixel | all other pixels) on test images, estimated by one pixel of each."),
            new("reconstruction error", $"{m.ReconstructionError:0.00}", "no likelihood", "Squared distance of a test image from its pixels’ means given its hidden units’ means."),
        };
        if (m.Annealing is { } a)
            rows.AddRange(
            [
                new("by annealing", $"{a.Forward:0.00} ± {a.ForwardError:0.00}", $"{Words.Of(a.Steps, "step")}, {Words.Of(a.Chains, "chain")}", "Test log-likelihood by annealed importance sampling, which on average is too high; with its standard error."),
                new("by reverse annealing", $"{a.Reverse:0.00} ± {a.ReverseError:0.00}", $"from {Words.Of(a.Examples, "test image")}", "The same by reverse annealing, which on average is too low; with its standard error."),
                new("bracket", $"{m.LogLikelihood.Low:0.00} to {m.LogLikelihood.High:0.00}", $"{100 * a.Coverage:0} %", "Holds the test log-likelihood with this probability or more, by chains forwards and back."),
                new("effective chains", $"{a.Ess:0.0} and {a.ReverseEss:0.0}", $"Pareto k {a.ParetoK:0.00} and {a.ReverseParetoK:0.00}", "Forwards and back. A standard error cannot be trusted where k is above 0.7, and for few chains above less."),
            ]);
        if (m.Annealing?.Warning is { } warning) rows.Add(new("warning", "", warning, ""));
        return rows;
    }

    private static string Sentence(RbmMetrics m) => m.Annealing is null
        ? $"Digits it never saw have a mean log-likelihood of {m.LogLikelihood.Test:0.0} nats, with log Z summed over all states of the hidden units."
        : $"The mean log-likelihood of digits it never saw lies between {m.LogLikelihood.Low:0.0} and {m.LogLikelihood.High:0.0} nats.";

    private static string Method(RbmMetrics m) => m.Annealing is null ? "exact log Z" : "estimated log Z";

    /// <summary>What others have found with a machine as large on the same digits; empty where nothing is known.</summary>
    private static string Known(RbmConfig config) => config switch
    {
        // Melchior, Fischer and Wiskott, How to center deep Boltzmann machines (2016).
        { Data: "mnist", Hidden: 16, Binarize: ThresholdPixels, Epochs: 50, Chains: not null, GibbsSteps: 1 } => $"; published: {(config.Centered ? "−142.6" : "−149.1")} at a constant rate of 0.01",
        // Salakhutdinov and Murray, On the quantitative analysis of deep belief networks (2008).
        { Data: "mnist", Hidden: 500, Binarize: SampledPixels or ResampledPixels } => "; published: about −86.3 by CD-25, trained long, on other draws of the pixels",
        _ => "",
    };

    private static string Chains(RbmConfig config) => config.Chains is { } count
        ? $"Here {count} chains go on from step to step, {Words.Of(config.GibbsSteps, "Gibbs step")} each time (persistent contrastive divergence)."
        : $"Here chains begin at the batch’s images and take {Words.Of(config.GibbsSteps, "Gibbs step")} (CD-{config.GibbsSteps}).";
}
