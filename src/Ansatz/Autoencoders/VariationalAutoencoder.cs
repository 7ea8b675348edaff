using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;

namespace Ansatz.Autoencoders;

/// <summary>
/// p(x, z) = p(z)·p(x|z) with an approximate posterior q(z|x), all three of them distributions; what is minimised is an <see cref="Objective"/>.
/// Its verbs (<c>Sample</c>, <c>Score</c>, <c>Encode</c>, <c>Decode</c>, <c>Reconstruct</c>) are those of <see cref="AutoencoderVerbs"/>.
/// </summary>
/// <remarks>
/// Calls go one way: a step gives the model to the objective, and the objective asks encoder, decoder and prior, which know nothing of it.
/// Kingma and Welling, Auto-encoding variational Bayes (2014). It is made conditional, p(x|z, y), by networks with a <see cref="JoinLabels"/> layer: Sohn, Lee and Yan,
/// Learning structured output representation using deep conditional generative models (2015).
/// </remarks>
public sealed class VariationalAutoencoder : Module, IAutoencoder, ITrainable
{
    private readonly Objective objective;

    /// <param name="encoder">q(z|x).</param>
    /// <param name="decoder">p(x|z).</param>
    /// <param name="prior">p(z), for instance a standard normal of the latent dimension.</param>
    /// <param name="objective">What training minimises; a number or a schedule is the weight β of the divergence in the <see cref="EvidenceLowerBound"/>.</param>
    public VariationalAutoencoder(IConditional<Distribution> encoder, IConditional<Distribution> decoder, Distribution prior, Objective objective)
        : this(encoder, decoder, new Unconditional(Checked(prior, nameof(prior), "give the module that builds it as the prior, or build it from tensors, such as the parameter's Value")), objective) { }

    /// <summary>A prior that learns with the rest, or that depends on labels.</summary>
    /// <param name="encoder">q(z|x).</param>
    /// <param name="decoder">p(x|z).</param>
    /// <param name="prior">p(z): a module that gives a distribution, such as a <c>GaussianMixture</c> or a flow. Its context has labels, where there are any, and no values.</param>
    /// <param name="objective">What training minimises; a number or a schedule is the weight β of the divergence in the <see cref="EvidenceLowerBound"/>.</param>
    public VariationalAutoencoder(IConditional<Distribution> encoder, IConditional<Distribution> decoder, IConditional<Distribution> prior, Objective objective)
    {
        Encoder = Checked(encoder, nameof(encoder), "derive it from Module");
        Decoder = Checked(decoder, nameof(decoder), "derive it from Module");
        Prior = Checked(prior, nameof(prior), "derive it from Module");
        this.objective = objective;
        ValueSupport = decoder switch
        {
            BernoulliDecoder => Support.ZeroOrOne,
            CrossEntropyDecoder or ContinuousBernoulliDecoder or DiscretizedLogisticDecoder => Support.UnitInterval,
            _ => Support.Reals,
        };
    }

    [field: SavedAs("encoder")]
    public IConditional<Distribution> Encoder { get; }

    [field: SavedAs("decoder")]
    public IConditional<Distribution> Decoder { get; }

    [field: SavedAs("prior")]
    public IConditional<Distribution> Prior { get; }

    /// <summary>The weight of the divergence at the end of its schedule.</summary>
    public double Beta => objective.Beta;

    public double ScoreConstant { get; init; }

    /// <summary>The numbers that an example may hold: unless stated, those that the library's decoders can score, and any number for other decoders.</summary>
    public Support ValueSupport { get; init; }

    /// <summary>What the labels of the training examples mean, from 0 on; null if nobody named the classes.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The same encoder, decoder and objective with another prior, such as one that is fitted to the codes afterwards. The two models share their weights.</summary>
    /// <param name="prior">p(z): a module, or <see cref="Unconditional"/>.</param>
    /// <param name="architecture">The header of the new model's file; null if nothing can build the model from a header.</param>
    public VariationalAutoencoder WithPrior(IConditional<Distribution> prior, string? architecture = null) => new(Encoder, Decoder, prior, objective)
    {
        Architecture = architecture,
        ScoreConstant = ScoreConstant,
        ValueSupport = ValueSupport,
        ClassNames = ClassNames,
    };

    public StepResult Step(Batch batch, Pass pass) => objective.Step(this, batch, pass);

    public Metrics Evaluate(Batch batch, Pass pass) => objective.Evaluate(this, batch, pass);

    // A part that is no module has no place among the fields: what it holds would be used but never trained, saved or hashed.
    private static T Checked<T>(T part, string name, string cure) => part is not Module && HiddenMembers.Find(part, name) is var (place, what)
        ? throw new ArgumentException($"VariationalAutoencoder: the {name}, a {part!.GetType().Name}, holds {what} at '{place}' but is no Module, so that would never be trained or saved; {cure}.", name)
        : part;
}
