namespace Ansatz.Studies.Digits;

/// <summary>The numbers of an autoencoder of images with their meaning, for its report and for the terminal.</summary>
internal static class AutoencoderNumbers
{
    /// <param name="known">Published results to show beside ours.</param>
    public static IReadOnlyList<NumberRow> Rows(AutoencoderMetrics m, KnownResult known)
    {
        var v = m.Validation;
        var isBound = v.Total != v.Reconstruction + v.Beta * v.Kl;
        var rows = new List<NumberRow>
        {
            new("Total", $"{v.Total:0.00}", known.Total, isBound ? "The importance-weighted bound on the test images, nats per image. They were not used for any choice."
                : $"Reconstruction + {v.Beta:0.##} × KL on the test images, nats per image, one posterior sample each. They were not used for any choice."),
            new("Reconstruction", $"{v.Reconstruction:0.00}", v.EntropyFloor is { } floor ? $"floor {floor:0.00}" : "", Reconstruction(v)),
            new("KL divergence", $"{v.Kl:0.000}", v.KlEstimator, "How far the code of an image is from the prior, in nats."),
            new("Active units", $"{m.ActiveUnits}", $"of {m.KlByDimension.Count}", "Latent dimensions whose posterior mean has a variance above 0.01 over the images; the posterior of the others is close to the prior."),
            new("KL by dimension", $"{m.KlByDimension.Min():0.00} to {m.KlByDimension.Max():0.00}", ByDimension(m.KlByDimension), "How far each dimension is from the prior, in nats, the largest first."),
        };
        if (m.LogLikelihood is { } l)
            rows.AddRange(Likelihood("Test NLL", l, $"{known.Nll}{(known.Nll.Length > 0 ? "; " : "")}Monte Carlo ± {l.MonteCarloError:0.000}"));
        if (m.Anomaly is { } a)
            rows.Add(new NumberRow("Area under ROC", $"{a.Area:0.000}", "chance 0.5", $"The probability that an image of class {a.LeftOut}, which training did not see, has a larger anomaly than one of another class."));
        return rows;
    }

    /// <summary>The likelihood, how far its draws can be trusted, and a warning if they cannot.</summary>
    public static IReadOnlyList<NumberRow> Likelihood(string name, LogLikelihoodMetrics l, string detail)
    {
        var rows = new List<NumberRow>
        {
            new(name, $"{l.Nll:0.00} ± {l.StandardError:0.00}", detail,
                $"−log p(x) by importance weighting with {Words.Of(l.Samples, "draw")} per image: an upper bound on average. The first error is over the images, the second over the draws."),
            new("Effective draws", $"{l.Ess:0.0}", $"Pareto k {l.ParetoK:0.00}", "Medians over the images. The second error is reliable only if k is below 0.7, and for few draws below a smaller limit."),
        };
        if (l.Warning is { } warning) rows.Add(new NumberRow("Warning", "", warning, ""));
        return rows;
    }

    /// <summary>The largest values, as many as fit on a line.</summary>
    public static string ByDimension(IReadOnlyList<double> kl)
    {
        const int Most = 10;
        return string.Join(" ", kl.OrderDescending().Take(Most).Select(k => $"{k:0.00}")) + (kl.Count > Most ? " …" : "");
    }

    private static string Reconstruction(ImageValidationMetrics v)
    {
        var what = $"{char.ToUpperInvariant(v.Quantity[0])}{v.Quantity[1..]} of the pixels";
        if (v.EntropyFloor is not null) return $"{what}, which is no likelihood. The floor is the gray pixels' own entropy: what a perfect copy costs.";
        return v.Constant == 0 ? $"{what}." : $"{what}; −log N(x; μ, ½) exceeds it by the constant {v.Constant:0.00}.";
    }
}

/// <summary>Published results for the same images, network and objective; empty if none is known.</summary>
/// <param name="Total">Beside the total.</param>
/// <param name="Nll">Beside the test log-likelihood.</param>
internal sealed record KnownResult(string Total, string Nll)
{
    private const string Digits = "mnist";
    private static readonly KnownResult nothing = new("", "");

    /// <summary>784-200-200-50 with tanh on digits binarized anew at every pass.</summary>
    private static readonly AutoencoderDesign importanceWeighted = MnistDesigns.Dense with { Widths = [200, 200], Latent = 50, Activation = Activation.Tanh, Likelihood = Likelihood.Bernoulli };

    public static KnownResult Beside(AutoencoderConfig config)
    {
        if (config.Source.Data != Digits || config.Images != 0 || config.Noise is not null || config.LeaveOut is not null) return nothing;
        var design = config.Design with { Start = MnistDesigns.Dense.Start, Samples = 0, ClassNames = null };
        if (Same(design, importanceWeighted) && config.Binarize is ResampledPixels)
            return nothing with { Nll = config.Design.Samples switch { 0 or 1 => "published: 86.76 after 3,280 epochs", 5 => "published: 85.54 after 3,280 epochs", 50 => "published: 84.78 after 3,280 epochs", _ => "" } };
        if (config.Binarize is not GrayPixels || config.Design.Samples > 0) return nothing;
        if (Same(design, MnistDesigns.Convolutional)) return nothing with { Total = "another two-dimensional autoencoder: 146.95 after 30 epochs" };
        if (Same(design, MnistDesigns.Latent8)) return nothing with { Total = "published: 30.66 after 20 epochs" };
        return Same(design, MnistDesigns.Dense) ? nothing with { Total = "PyTorch, published recipe: 33.84 after 50 epochs" } : nothing;
    }

    private static bool Same(AutoencoderDesign one, AutoencoderDesign other) =>
        AutoencoderSettings.Table.Difference(new AutoencoderConfig { Design = one }, new AutoencoderConfig { Design = other with { Start = one.Start } }) is null;
}
