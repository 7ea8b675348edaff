namespace Ansatz.Studies.Digits;

/// <summary>Refuses settings that do not go together, or that do not fit the images, before anything is written.</summary>
internal static class AutoencoderChecks
{
    /// <summary>Red, green, blue and alpha.</summary>
    private const int MostChannels = 4;

    /// <summary>Before the classes are counted: what needs labels must have some.</summary>
    public static void RequireLabels(AutoencoderConfig config, AutoencoderData data)
    {
        if (data.Training.HasLabels) return;
        if (config.Design.ClassCount == ConditionKind.OfData) throw new UsageException("--condition label: the images have no labels; expected a data set with labels, a folder of PNG images for each class, or no condition");
        if (config.LeaveOut is { } left) throw new UsageException($"--leave-out {left}: the images have no labels; expected a class of the images");
    }

    public static void Require(AutoencoderConfig config, AutoencoderData data)
    {
        RequireObjective(config);
        ModelSize.Require(config);
        RequireImages(config, data);
        RequireClasses(config, data);
    }

    /// <summary>The images that are left when a part is taken and a class is left out.</summary>
    public static void RequireCounts(AutoencoderConfig config, AutoencoderData used)
    {
        if (used.Training.Count < config.BatchSize) throw new UsageException($"{Words.Of(used.Training.Count, "training image")} are too few for batches of {config.BatchSize}; expected more images, or a smaller --batch");
        if (used.Test.Count < 2) throw new UsageException($"{Words.Of(used.Test.Count, "test image")}; expected 2 or more to judge by");
        if (config.LeaveOut is not null && used.Scored.Count == used.Test.Count) throw new UsageException($"--leave-out {config.LeaveOut}: no test image is of this class; expected one to recognize");
    }

    private static void RequireImages(AutoencoderConfig config, AutoencoderData data)
    {
        var (place, design) = (config.Source.Data, config.Design);
        if (design.Channels > MostChannels)
            throw new UsageException($"{place}: images of {design.Width} × {design.Height} pixels with {design.Channels} channels, which no picture can show; expected the shape [count, height, width, channels] with 1 to {MostChannels} channels");
        if (data.Test.ExampleShape != data.Training.ExampleShape)
            throw new UsageException($"{place}: test images of shape {data.Test.ExampleShape}, training images of shape {data.Training.ExampleShape}; expected one shape");
        if (design.Likelihood.NeedsBinaryPixels && config.Binarize is GrayPixels)
            throw new UsageException($"--likelihood {design.Likelihood} scores black and white pixels only; expected --binarize threshold, sampled or resampled beside it, or another likelihood");
    }

    private static void RequireClasses(AutoencoderConfig config, AutoencoderData data)
    {
        var (place, design, names) = (config.Source.Data, config.Design, data.ClassNames);
        if ((design.ClassCount > 0 || config.LeaveOut is not null) && data.Training.HasLabels && !data.Test.HasLabels)
            throw new UsageException($"{place}: the training images have labels, the test images have none; expected labels for both, or neither --condition nor --leave-out");
        if (data.Test.HasLabels && data.Test.ClassCount > names.Count)
            throw new UsageException($"{place}: test labels up to {data.Test.ClassCount - 1}, training labels up to {names.Count - 1}; expected test images of the classes that train");
        if (design.ClassCount > 0 && (!data.Training.HasLabels || names.Count > design.ClassCount))
            throw new UsageException($"the model knows {design.ClassCount} classes, the images have {(data.Training.HasLabels ? $"{names.Count}" : "no labels")}; expected no more than those, or --condition none");
        if (config.LeaveOut is { } left && (!data.Training.HasLabels || left >= names.Count))
            throw new UsageException($"--leave-out {left}: {(data.Training.HasLabels ? $"the classes are 0 to {names.Count - 1}" : "the images have no labels")}; expected a class of the images");
    }

    private static void RequireObjective(AutoencoderConfig config)
    {
        var design = config.Design;
        if (design.Samples > 0 && config.FreeBits > 0) throw new UsageException("found both --samples and --free-bits; expected one of them: the importance-weighted bound has no divergence to free");
        if (design.Samples > 0 && (design.Beta != 1 || config.Anneal > 0)) throw new UsageException("found --samples with a weight of the divergence; expected --beta 1 and no --anneal: the importance-weighted bound has none");
        if (config.FreeBits > 0 && design.Posterior != Autoencoders.Posterior.Diagonal) throw new UsageException($"found --free-bits with --posterior {design.Posterior}; expected --posterior diagonal, whose dimensions have a divergence each");
        if (config.FreeBits > 0 && design.Prior != Autoencoders.Prior.Normal && config.PriorFit == PriorFitting.Joint)
            throw new UsageException($"found --free-bits with --prior {design.Prior}; expected --prior normal, whose dimensions have a divergence each, or --prior-fit after");
        if (design.Prior == Autoencoders.Prior.Vamp && design.ClassCount > 0) throw new UsageException("found --prior vamp with --condition label; expected another prior: its pseudo-inputs have no label");
        PriorSettings.Check(design.Prior, config.PriorFit);
        if (config.LikelihoodSamples > 0 && !design.Likelihood.IsNormalized)
            throw new UsageException($"--nll-samples {config.LikelihoodSamples}: a {design.Likelihood.Quantity} is no likelihood; expected another --likelihood, or no --nll-samples");
    }
}

/// <summary>Refuses a network that cannot be built for the images, or that the memory cannot hold, before anything is written.</summary>
internal static class ModelSize
{
    /// <summary>The weight, its gradient and Adam's two means, in 32 bits each.</summary>
    private const long BytesPerParameter = 16;

    public static void Require(AutoencoderConfig config)
    {
        long parameters;
        try
        {
            parameters = config.Model().CountParameters();
        }
        catch (Exception e) when (e is ArgumentException or OverflowException)
        {
            throw new UsageException($"the network cannot be built for images of {config.Design.Width} × {config.Design.Height}: {ExceptionText.WithoutParameter(e)}; expected other --widths, --network or --latent, or smaller images");
        }
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (parameters > available / BytesPerParameter)
            throw new UsageException($"the network has {parameters:#,0} parameters, whose training takes {parameters * BytesPerParameter / 1e9:#,0.0} GB or more; the machine has {available / 1e9:#,0.0} GB; expected smaller --widths, --network conv, or smaller images");
    }
}
