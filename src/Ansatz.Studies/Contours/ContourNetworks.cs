namespace Ansatz.Studies.Contours;

/// <summary>The two autoencoders of the contour study: 36 × 36 × 3 images, two latent dimensions.</summary>
public static class ContourNetworks
{
    /// <summary>The weight of the divergence in the published study.</summary>
    public const double PublishedBeta = 2;

    private const string CompactName = "contours-waves", HingesName = "contours-compact", PaperName = "contours-paper";
    private const int Latent = 2, Waves = 512;

    static ContourNetworks()
    {
        ModelFile.Register(CompactName, header => Compact(PublishedBeta, PriorOf(header)));
        ModelFile.Register(HingesName, header => CompactOfHinges(PublishedBeta, PriorOf(header)));
        ModelFile.Register(PaperName, header => Paper(PublishedBeta, PriorOf(header)));
    }

    /// <summary>Tells <see cref="ModelFile"/> how to build the two networks. A program that only loads their files calls this first.</summary>
    public static void Register()
    {
        // The static constructor has done it.
    }

    /// <summary>The published network: 54,065,096 parameters, of which the moving statistics of batch normalization are a part.</summary>
    /// <param name="beta">The weight of the divergence, by epochs.</param>
    /// <param name="prior">The family of p(z); left out, the standard normal.</param>
    public static VariationalAutoencoder Paper(Schedule beta, Prior? prior = null)
    {
        var leaky = Activation.LeakyRelu(0.1f);
        var encoder = new Sequential(
            new Conv2D(3, 32, 3), new BatchNormalization(32, activation: leaky),
            new Conv2D(32, 64, 3), new BatchNormalization(64, activation: leaky),
            new Conv2D(64, 128, 3), new BatchNormalization(128, activation: leaky),
            new Conv2D(128, 256, 3), new BatchNormalization(256, activation: leaky),
            new Flatten([36, 36, 256]),
            new Dense(36 * 36 * 256, 128, leaky), new Dense(128, 64, leaky), new Dense(64, 32, leaky),
            new Dense(32, GaussianEncoder.FeatureCount(Latent)));
        var decoder = new Sequential(
            new Dense(Latent, 4 * 4 * 1024, Activation.Relu), new Unflatten([4, 4, 1024]),
            new Conv2DTranspose(1024, 512, 4, 2), new BatchNormalization(512, activation: leaky),
            new Conv2DTranspose(512, 256, 4, 2, outputPadding: 1), new BatchNormalization(256, activation: leaky),
            new Conv2DTranspose(256, 128, 4, 2, Padding.Valid, outputPadding: 1), new BatchNormalization(128, activation: leaky),
            new Conv2DTranspose(128, 64, 4, 1, Padding.Valid), new BatchNormalization(64, activation: leaky),
            new Conv2D(64, 3, 3));
        return Assemble(PaperName, encoder, decoder, beta, prior);
    }

    /// <summary>
    /// A strided network of 2.6 million parameters, most of them in one dense layer, that learns the same manifold in a minute. The decoder's first layer
    /// consists of random waves over the latent plane: it starts with details that rectifiers would first have to learn.
    /// </summary>
    /// <param name="beta">The weight of the divergence, by epochs.</param>
    /// <param name="prior">The family of p(z); left out, the standard normal.</param>
    public static VariationalAutoencoder Compact(Schedule beta, Prior? prior = null) =>
        Compact(CompactName, new Dense(Latent, Waves, Activation.Sine, WeightInitialization.Fourier), beta, prior);

    /// <summary>The compact network of version 0.1, which its files still name. The decoder's first layer consists of rectifiers that tile the latent plane.</summary>
    internal static VariationalAutoencoder CompactOfHinges(Schedule beta, Prior? prior = null) =>
        Compact(HingesName, new Dense(Latent, Waves, Activation.LeakyRelu(0.1f), WeightInitialization.Tiling), beta, prior);

    private static VariationalAutoencoder Compact(string name, Dense first, Schedule beta, Prior? prior)
    {
        var leaky = Activation.LeakyRelu(0.1f);
        var encoder = new Sequential(
            new Conv2D(3, 32, 4, 2, activation: leaky), new Conv2D(32, 64, 4, 2, activation: leaky), new Conv2D(64, 64, 3, 2, activation: leaky),
            new Flatten([5, 5, 64]), new Dense(5 * 5 * 64, 128, leaky), new Dense(128, GaussianEncoder.FeatureCount(Latent)));
        var decoder = new Sequential(
            first, new Dense(Waves, 512, leaky), new Dense(512, 9 * 9 * 48, leaky), new Unflatten([9, 9, 48]),
            new Conv2DTranspose(48, 32, 4, 2, activation: leaky), new Conv2DTranspose(32, 32, 4, 2, activation: leaky), new Conv2D(32, 3, 3));
        return Assemble(name, encoder, decoder, beta, prior);
    }

    /// <summary>A trained model with a prior of another family, not fitted yet.</summary>
    internal static VariationalAutoencoder WithPrior(VariationalAutoencoder trained, Prior prior) =>
        trained.WithPrior(prior.Build(trained.Encoder, Latent, Example), $"{trained.Architecture} {prior}");

    private static Shape Example => [FlowContours.Size, FlowContours.Size, 3];

    private static VariationalAutoencoder Assemble(string name, Sequential encoder, Sequential decoder, Schedule beta, Prior? prior)
    {
        var posterior = new GaussianEncoder(encoder, Latent);
        prior ??= Prior.Normal;
        // The header of a standard normal is that of version 0.1.
        return new(posterior, new CrossEntropyDecoder(decoder), prior.Build(posterior, Latent, Example), beta) { Architecture = prior == Prior.Normal ? name : $"{name} {prior}" };
    }

    private static Prior PriorOf(string header) => header.Split(' ') is [_, var word, ..] ? word : Prior.Normal;
}

/// <summary>One of the study's two networks.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = Kinds<ContourNetwork>.Property)]
[JsonDerivedType(typeof(CompactNetwork), "compact")]
[JsonDerivedType(typeof(PaperNetwork), "paper")]
internal abstract record ContourNetwork
{
    /// <param name="beta">The weight of the divergence, by epochs.</param>
    /// <param name="prior">The family of p(z).</param>
    /// <param name="hasWaves">Whether the decoder of the small network starts with waves; in version 0.1 it started with rectifiers.</param>
    public abstract VariationalAutoencoder Build(Schedule beta, Prior prior, bool hasWaves);
}

/// <summary>Ours, which learns in a minute.</summary>
internal sealed record CompactNetwork : ContourNetwork
{
    public override VariationalAutoencoder Build(Schedule beta, Prior prior, bool hasWaves) =>
        hasWaves ? ContourNetworks.Compact(beta, prior) : ContourNetworks.CompactOfHinges(beta, prior);
}

/// <summary>The published one.</summary>
internal sealed record PaperNetwork : ContourNetwork
{
    public override VariationalAutoencoder Build(Schedule beta, Prior prior, bool hasWaves) => ContourNetworks.Paper(beta, prior);
}
