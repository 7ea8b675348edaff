namespace Ansatz.Studies.Digits;

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
            throw new UsageException($"the network cannot be built for images of {config.Design.Height} × {config.Design.Width}: {ExceptionText.WithoutParameter(e)}; expected other --widths, --network or --latent, or smaller images");
        }
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (parameters > available / BytesPerParameter)
            throw new UsageException($"the network has {parameters:#,0} parameters, whose training takes {parameters * BytesPerParameter / 1e9:#,0.0} GB or more; the machine has {available / 1e9:#,0.0} GB; expected smaller --widths, --network conv, or smaller images");
    }
}
