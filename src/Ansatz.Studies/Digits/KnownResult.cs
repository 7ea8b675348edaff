namespace Ansatz.Studies.Digits;

/// <summary>What others have found with the same images, network and objective, to stand beside our numbers; empty where nothing is known.</summary>
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
        if (!config.Binarize.IsNone || config.Design.Samples > 0) return nothing;
        if (Same(design, MnistDesigns.Convolutional)) return nothing with { Total = "another two-dimensional one: 146.95 after 30 epochs" };
        if (Same(design, MnistDesigns.Latent8)) return nothing with { Total = "published: 30.66 after 20 epochs" };
        return Same(design, MnistDesigns.Dense) ? nothing with { Total = "PyTorch, published recipe: 33.84 after 50 epochs" } : nothing;
    }

    private static bool Same(AutoencoderDesign one, AutoencoderDesign other) => $"{one}" == $"{other with { Start = one.Start }}";
}
