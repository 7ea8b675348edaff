using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>The words of an <see cref="AutoencoderDesign"/>: users type them, and its JSON names them.</summary>
internal static class DesignKinds
{
    public static Kinds<ImageNetwork> Networks { get; } = new(AutoencoderDesignJson.Default.ImageNetwork);

    public static Kinds<Activation> Activations { get; } = new(AutoencoderDesignJson.Default.Activation);

    public static Kinds<Likelihood> Likelihoods { get; } = new(AutoencoderDesignJson.Default.Likelihood);

    public static Kinds<Posterior> Posteriors { get; } = new(AutoencoderDesignJson.Default.Posterior);

    public static Kinds<Prior> Priors { get; } = new(AutoencoderDesignJson.Default.Prior);

    public static Kinds<FirstWeights> FirstWeights { get; } = new(AutoencoderDesignJson.Default.FirstWeights);
}
