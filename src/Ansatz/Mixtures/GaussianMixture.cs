using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// p(x) = ∑ₖ wₖ N(x; μₖ, Σₖ), learnt by gradient with a trainer, or by expectation-maximization with <see cref="Fit(ReadOnlySpan{double}, Rng, MixtureOptions, CancellationToken)"/>. Both change the
/// same parameters and agree at the optimum.
/// </summary>
/// <remarks>
/// w = softmax(logits). Σₖ = LₖLₖᵀ with Lₖ = diag(e^s)·U, U lower triangular with a diagonal of ones, so that any real parameters are valid ones and log |Lₖ| = ∑ s.
/// The parameters are single precision; expectation-maximization and the numbers of a <see cref="MixtureDensity"/> are double. For data far from 0, single precision
/// is too coarse for means. So the rounding error of a fitted mean is stored, too, and <see cref="Density"/> adds it.
/// </remarks>
/// <example><code>
/// var mixture = new GaussianMixture(componentCount: 3, dimension: 2, MixtureCovariance.Full);
/// var fit = mixture.Fit(points, new Rng(42));
/// Console.WriteLine($"{fit.LogLikelihood} nats, BIC {fit.Bic}");
/// var draws = mixture.Given().Sample(new Rng(43), [1000]);
/// </code></example>
public sealed partial class GaussianMixture : Module, IConditional<MixtureSameFamily>, ITrainable
{
    private int[]? below;

    /// <param name="componentCount">K, 1 or more.</param>
    /// <param name="dimension">d, 1 or more.</param>
    /// <param name="covariance">What the components' covariances may look like.</param>
    public GaussianMixture(int componentCount, int dimension, MixtureCovariance covariance)
    {
        if (componentCount < 1 || dimension < 1)
            throw new ArgumentException($"GaussianMixture: found {componentCount} components in {dimension} dimensions, expected 1 or more of each.", componentCount < 1 ? nameof(componentCount) : nameof(dimension));
        (ComponentCount, Dimension, Covariance) = (componentCount, dimension, covariance);
        var shapes = covariance == MixtureCovariance.Tied ? 1 : componentCount;
        Logits = new Parameter([componentCount]);
        Means = new Parameter([componentCount, dimension]);
        LogScales = new Parameter([shapes, covariance == MixtureCovariance.Spherical ? 1 : dimension]);
        if (covariance is MixtureCovariance.Full or MixtureCovariance.Tied && dimension > 1) Lower = new Parameter([shapes, dimension * (dimension - 1) / 2]);
    }

    /// <summary>Where each entry of U comes from; −1 is zero. Made at first use, because its length is the square of the dimension.</summary>
    private int[] Below => below ??= [.. Enumerable.Range(0, Dimension * Dimension).Select(i => (Row: i / Dimension, Column: i % Dimension))
        .Select(at => at.Column < at.Row ? at.Row * (at.Row - 1) / 2 + at.Column : -1)];

    /// <summary>K.</summary>
    public int ComponentCount { get; }

    /// <summary>d.</summary>
    public int Dimension { get; }

    public MixtureCovariance Covariance { get; }

    /// <summary>log w up to a constant, [K].</summary>
    [field: SavedAs("logits")]
    public Parameter Logits { get; }

    /// <summary>μ, [K, d].</summary>
    [field: SavedAs("means")]
    public Parameter Means { get; }

    /// <summary>s = log Lᵢᵢ: [K, d], with 1 instead of K if the components share it, and 1 instead of d if the dimensions share it.</summary>
    [field: SavedAs("logScales")]
    public Parameter LogScales { get; }

    /// <summary>The rows of U left of its diagonal, [K or 1, d(d − 1)/2]; null where there are no correlations.</summary>
    [field: SavedAs("lower")]
    public Parameter? Lower { get; }

    /// <summary>The rounding errors of a fit's means, [2, K, d]: μ is the sum of three floats. Null where nothing was fitted.</summary>
    [field: SavedAs("meanRemainder")]
    internal Parameter? MeanRemainder { get; private set; }

    /// <summary>Free numbers: weights K − 1, means K·d, and those of the covariances.</summary>
    public int FreeParameterCount => Logits.Shape.Size - 1 + Means.Shape.Size + LogScales.Shape.Size + (Lower?.Shape.Size ?? 0);

    /// <summary>The mixture as a distribution over points, [d].</summary>
    public MixtureSameFamily Given(Pass pass = default)
    {
        var scales = pass[LogScales].Exp();
        return new MixtureSameFamily(new Categorical(pass[Logits]), Lower is null
            ? new MultivariateNormalDiag(pass[Means], scales)
            : new MultivariateNormalTriL(pass[Means], scales.Reshape(scales.Shape.Concat([1])) * UnitTriangle(pass[Lower])));
    }

    /// <summary>The same for any context.</summary>
    MixtureSameFamily IConditional<MixtureSameFamily>.Given(Context context, Pass pass) => Given(pass);

    /// <summary>The mixture in double, from the present parameters.</summary>
    public MixtureDensity Density() => MixtureParameters.Read(this);

    public StepResult Step(Batch batch, Pass pass)
    {
        var loss = -Given(pass).LogProb(batch.Values).Mean();
        return new StepResult(pass.Tape!.Backward(loss), Report(loss.Item()));
    }

    public Metrics Evaluate(Batch batch, Pass pass)
    {
        var sum = 0.0;
        foreach (var score in Given(pass).LogProb(batch.Values).Span) sum -= score;
        return Report(sum / batch.Count);
    }

    /// <summary>First parameters from data: means, weights and covariances of clusters found by k-means.</summary>
    /// <param name="data">[N, d].</param>
    /// <param name="rng">The stream of the first centres.</param>
    /// <exception cref="InvalidOperationException">A cluster has too few points for a covariance.</exception>
    public void StartFrom(ReadOnlySpan<double> data, Rng rng)
    {
        var points = new MixtureData(data, Dimension);
        var density = new MixtureSearch(points, Covariance, ComponentCount, new MixtureOptions(), rng, default).Cluster()
            ?? throw new InvalidOperationException($"GaussianMixture: one of {ComponentCount} clusters has too few points for a covariance; take another stream, or fewer components.");
        MixtureParameters.Write(density.Shift(points.Centre), this);
    }

    /// <summary>Maximizes the likelihood by expectation-maximization from several starts of k-means, and takes the best mixture as its parameters.</summary>
    /// <param name="data">[N, d].</param>
    /// <param name="rng">The stream of the starts.</param>
    /// <param name="startCount">1 or more.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ArgumentException">The data are not finite, too few, too large or too small for single precision, or constant in a dimension.</exception>
    /// <exception cref="InvalidOperationException">Every start ended in a component on too few distinct points.</exception>
    public MixtureFit Fit(ReadOnlySpan<double> data, Rng rng, int startCount = 20, CancellationToken cancellation = default) =>
        Fit(data, rng, new MixtureOptions { StartCount = startCount >= 1 ? startCount : throw new ArgumentOutOfRangeException(nameof(startCount), $"GaussianMixture: {startCount} starts; expected 1 or more.") }, cancellation);

    /// <summary>The same with a tolerance, a limit of steps, a regularization or a given start.</summary>
    /// <param name="data">[N, d].</param>
    /// <param name="rng">The stream of the starts.</param>
    /// <param name="options">How to search, and when to end.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="ArgumentException">The data are not finite, too few, too large or too small for single precision, or constant in a dimension; or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">Every start ended in a component on too few distinct points.</exception>
    public MixtureFit Fit(ReadOnlySpan<double> data, Rng rng, MixtureOptions options, CancellationToken cancellation = default)
    {
        // Workers who end at different passes would wait for each other.
        if (options.Workers is { Count: > 1 }) cancellation = default;
        options.Require(data.Length / Dimension, ComponentCount, Dimension);
        var points = new MixtureData(data, Dimension, cancellation);
        var fewest = options.Regularization > 0 ? ComponentCount : MixtureData.FewestPoints(Covariance, ComponentCount, Dimension);
        if (points.DistinctCount < fewest)
            throw new ArgumentException($"GaussianMixture: {points.DistinctCount} distinct points are too few for {ComponentCount} components with {Covariance} covariances in {Dimension} dimensions; expected {fewest} or more. Give more points, or ask for fewer components or simpler covariances.", nameof(data));
        var (end, regularization) = new MixtureSearch(points, Covariance, ComponentCount, options, rng, cancellation).Run();
        var density = end.Density!.Shift(points.Centre).OrderedByMean();
        MixtureParameters.Write(density, this);
        return new MixtureFit(density, end.LogLikelihood, FreeParameterCount, points.Count, end.Trace, end.HasConverged(options.Tolerance), regularization);
    }

    /// <summary>Makes room for <see cref="MeanRemainder"/>, or leaves it out.</summary>
    internal void KeepRemainder(bool isKept) => MeanRemainder = isKept ? new Parameter([2, ComponentCount, Dimension], isTrainable: false) : null;

    protected override void InitializeOwn(Rng rng)
    {
        var means = new float[Means.Shape.Size];
        rng.Fork("means").Normal(means);
        Means.Assign(means);
    }

    private Tensor UnitTriangle(Tensor lower) =>
        lower.Gather(-1, Below).Reshape([lower.Shape[0], Dimension, Dimension]) + Tensor.Identity(Dimension);

    private static Metrics Report(double negativeLogLikelihood) => new(("negativeLogLikelihood", negativeLogLikelihood));
}
