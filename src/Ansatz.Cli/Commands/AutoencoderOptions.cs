using System.CommandLine;
using Ansatz.Autoencoders;
using Ansatz.Cli.Shell;
using Ansatz.Studies.Digits;
using Ansatz.Studies.Progress;
using Ansatz.Studies.Settings;

namespace Ansatz.Cli.Commands;

/// <summary>The techniques of an autoencoder of images as options; each one given changes one thing of a configuration.</summary>
/// <param name="standard">What the help names as defaults.</param>
internal sealed class AutoencoderOptions(AutoencoderConfig standard)
{
    private const long Many = 1_000_000;

    /// <summary>Red, green, blue and alpha.</summary>
    private const int MostChannels = 4;

    private readonly Option<long?> epochs = NumberOption.Whole("--epochs", "Passes over the training images.", 1, 100_000).Showing(standard.Epochs);
    private readonly Option<long?> images = NumberOption.Whole("--images", "Train on the first N images, judge on a sixth as many.", 1, 100 * Many).Showing("all");
    private readonly Option<long?> batch = NumberOption.Whole("--batch", "Images per step.", 1, 65_536).Showing($"{standard.BatchSize}, or an eighth of fewer images");
    private readonly Option<double?> learningRate = NumberOption.Real("--learning-rate", "Adam's, at its highest.", 1e-9, 1).Showing(standard.LearningRate);
    private readonly Option<double?> clipNorm = NumberOption.Real("--clip-norm", "Shrink a step's gradients whose norm, over all weights together, is larger.", 1e-9, 1e9).Showing("none");
    private readonly Option<string?> schedule = ChoiceOption.Optional("--schedule", "How the learning rate changes.", "constant", "cosine").Showing(standard.Schedule);
    private readonly Option<double?> warmUp = NumberOption.Real("--warm-up", "Epochs in which the learning rate first rises from 0.", 0, Many).Showing(standard.WarmUp);
    private readonly Option<long?> latent = NumberOption.Whole("--latent", "Latent dimensions.", 1, 4096).Showing(standard.Design.Latent);
    private readonly Option<string?> likelihood = ChoiceOption.Named("--likelihood", "KIND", "How pixels are scored:", [.. Likelihood.All.Select(l => l.Name)]).Showing(standard.Design.Likelihood);
    private readonly Option<string?> posterior = ChoiceOption.Optional("--posterior", "The covariance of q(z|x).", "diagonal", "full").Showing(standard.Design.Posterior);
    private readonly Option<string?> condition = ChoiceOption.Optional("--condition", "Tell encoder and decoder the label.", "label", "none").Showing("none");
    private readonly Option<double?> beta = NumberOption.Real("--beta", "The weight of the KL divergence.", 0, Many).Showing(standard.Design.Beta);
    private readonly Option<double?> anneal = NumberOption.Real("--anneal", "Epochs in which that weight rises from 0.", 0, Many).Showing(standard.Anneal);
    private readonly Option<double?> freeBits = NumberOption.Real("--free-bits", "Nats per latent dimension that cost nothing.", 0, 1000).Showing(standard.FreeBits);
    private readonly Option<long?> samples = NumberOption.Whole("--samples", "Train the importance-weighted bound of N draws.", 1, 1000).Showing("none, the evidence lower bound");
    private readonly Option<double?> dropout = NumberOption.Real("--dropout", "The share of hidden elements left out in training.", 0, 0.99).Showing(standard.Design.Dropout);
    private readonly Option<string?> noise = NoiseOption.Create("Damage what the encoder sees: gaussian:SIGMA, salt-and-pepper:SHARE or masking:SHARE.").Showing(standard.Noise);
    private readonly Option<string?> binarize = ChoiceOption.Named("--binarize", "HOW", "Make pixels black or white, drawn once or at every pass:", "none", "threshold", "sampled", "resampled").Showing(standard.Binarize);
    private readonly Option<long?> leaveOut = NumberOption.Whole("--leave-out", "Train without this class; does the model find it strange?", 0, 65_535).Showing("none");
    private readonly Option<long> likelihoodSamples = NumberOption.Whole("--nll-samples", "Draws per image for the test log-likelihood.", 0, Many, 0);

    /// <summary>Those of one model, in the order of the help.</summary>
    public IEnumerable<Option> All => [.. OfTraining, leaveOut, likelihoodSamples];

    /// <summary>Those of training alone.</summary>
    public IEnumerable<Option> OfTraining =>
        [epochs, images, batch, learningRate, schedule, warmUp, clipNorm, latent, likelihood, posterior, condition, beta, anneal, freeBits, samples, dropout, noise, binarize];

    public long LikelihoodSamples(Call call) => call.Value(likelihoodSamples);

    /// <summary>A configuration with what the options change in it.</summary>
    /// <param name="call">The options' values.</param>
    /// <param name="start">What stands where they are not given.</param>
    /// <param name="data">The images; for their classes.</param>
    public AutoencoderConfig Apply(Call call, AutoencoderConfig start, AutoencoderData data)
    {
        RequireLabels(call, data);
        var design = start.Design with
        {
            Latent = (int)(call.Value(latent) ?? start.Design.Latent),
            Likelihood = call.Value(likelihood) ?? start.Design.Likelihood,
            Posterior = call.Value(posterior) ?? start.Design.Posterior,
            ClassCount = call.Value(condition) switch { "label" => data.ClassNames.Count, "none" => 0, _ => start.Design.ClassCount },
            ClassNames = data.Training.ClassNames,
            Beta = call.Value(beta) ?? start.Design.Beta,
            Dropout = call.Value(dropout) ?? start.Design.Dropout,
        };
        var config = start with
        {
            Design = design,
            Epochs = call.Value(epochs) ?? start.Epochs,
            Images = call.Value(images) ?? start.Images,
            BatchSize = call.Value(batch) ?? start.BatchSize,
            LearningRate = call.Value(learningRate) ?? start.LearningRate,
            Schedule = call.Value(schedule) ?? start.Schedule,
            WarmUp = call.Value(warmUp) ?? start.WarmUp,
            ClipNorm = call.Value(clipNorm) ?? start.ClipNorm,
            Anneal = call.Value(anneal) ?? start.Anneal,
            FreeBits = call.Value(freeBits) ?? start.FreeBits,
            Samples = call.Value(samples) ?? start.Samples,
            Noise = call.Value(noise) ?? start.Noise,
            Binarize = call.Value(binarize) ?? start.Binarize,
            LeaveOut = call.IsGiven(leaveOut) ? call.Value(leaveOut) : start.LeaveOut,
        };
        Check(config, data);
        if (LikelihoodSamples(call) is > 0 and var draws && !config.Design.Likelihood.IsNormalized)
            throw new UsageException($"--nll-samples {draws}: a {config.Design.Likelihood.Quantity} is no likelihood; expected another --likelihood, or no --nll-samples");
        if (!call.IsGiven(batch)) config = config with { BatchSize = Fitting(config.BatchSize, data.For(config).Training.Count) };
        CheckCounts(config, data.For(config));
        return config;
    }

    // Nobody chose a batch for so few images: eight steps an epoch.
    private static long Fitting(long batch, int images) => batch <= images ? batch : Math.Max(1, images / 8);

    private void RequireLabels(Call call, AutoencoderData data)
    {
        if (data.Training.HasLabels) return;
        if (call.Value(condition) == "label") throw new UsageException("--condition label: the images have no labels; expected a data set with labels, a folder of PNG images for each class, or no condition");
        if (call.IsGiven(leaveOut)) throw new UsageException($"--leave-out {call.Value(leaveOut)}: the images have no labels; expected a class of the images");
    }

    /// <summary>Refuses what cannot be trained together, before anything is.</summary>
    private static void Check(AutoencoderConfig config, AutoencoderData data)
    {
        ModelSize.Require(config);
        if (config.Design.Channels > MostChannels)
            throw new UsageException($"{config.Data}: images of {config.Design.Height} × {config.Design.Width} pixels with {config.Design.Channels} channels, which no picture can show; expected the shape [count, height, width, channels] with 1 to {MostChannels} channels");
        if (data.Test.ExampleShape != data.Training.ExampleShape)
            throw new UsageException($"{config.Data}: test images of shape {data.Test.ExampleShape}, training images of shape {data.Training.ExampleShape}; expected one shape");
        if ((config.Design.ClassCount > 0 || config.LeaveOut is not null) && data.Training.HasLabels && !data.Test.HasLabels)
            throw new UsageException($"{config.Data}: the training images have labels, the test images have none; expected labels for both, or neither --condition nor --leave-out");
        if (data.Test.HasLabels && data.Test.ClassCount > data.ClassNames.Count)
            throw new UsageException($"{config.Data}: test labels up to {data.Test.ClassCount - 1}, training labels up to {data.ClassNames.Count - 1}; expected test images of the classes that train");
        var score = config.Design.Likelihood;
        if (score.NeedsBinaryPixels && config.Binarize == "none")
            throw new UsageException($"--likelihood {score.Name} scores black and white pixels only; expected --binarize threshold, sampled or resampled beside it, or another likelihood");
        if (config.Design.ClassCount > 0 && (!data.Training.HasLabels || data.ClassNames.Count > config.Design.ClassCount))
            throw new UsageException($"the model is told {config.Design.ClassCount} classes, the images have {(data.Training.HasLabels ? $"{data.ClassNames.Count}" : "no labels")}; expected no more than those, or --condition none");
        if (config.Samples > 0 && config.FreeBits > 0) throw new UsageException("found both --samples and --free-bits; expected one of them: the importance-weighted bound has no divergence to free");
        if (config.Samples > 0 && (config.Design.Beta != 1 || config.Anneal > 0)) throw new UsageException("found --samples with a weight of the divergence; expected --beta 1 and no --anneal: the importance-weighted bound has none");
        if (config.FreeBits > 0 && config.Design.Posterior == "full") throw new UsageException("found --free-bits with --posterior full; expected --posterior diagonal, whose dimensions can be told apart");
        if (config.LeaveOut is { } left && (!data.Training.HasLabels || left >= data.ClassNames.Count))
            throw new UsageException($"--leave-out {left}: {(data.Training.HasLabels ? $"the classes are 0 to {data.ClassNames.Count - 1}" : "the images have no labels")}; expected a class of the images");
    }

    private static void CheckCounts(AutoencoderConfig config, AutoencoderData used)
    {
        if (used.Training.Count < config.BatchSize) throw new UsageException($"{Words.Of(used.Training.Count, "training image")} are too few for batches of {config.BatchSize}; expected more images, or a smaller --batch");
        if (used.Test.Count < 2) throw new UsageException($"{Words.Of(used.Test.Count, "test image")}; expected 2 or more to judge by");
        if (config.LeaveOut is not null && used.Scored.Count == used.Test.Count) throw new UsageException($"--leave-out {config.LeaveOut}: no test image is of this class; expected one to tell");
    }
}
