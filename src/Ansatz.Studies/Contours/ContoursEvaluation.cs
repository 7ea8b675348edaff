namespace Ansatz.Studies.Contours;

/// <summary>What the trained autoencoder is worth, on validation images and on decoded draws from its prior.</summary>
internal sealed class ContoursEvaluation
{
    private const int Latent = 2, WantedSamples = 1000, SamplesOfLearntPrior = 4000, FrechetPairs = 8;

    /// <param name="model">With the weights that were kept.</param>
    /// <param name="data">What it learnt from, and what it is judged by.</param>
    /// <param name="elbo">What training found on the validation images with these weights.</param>
    /// <param name="cancellation">Ends between two measurements.</param>
    public ContoursEvaluation(VariationalAutoencoder model, ContoursData data, Rng rng, Metrics elbo, CancellationToken cancellation)
    {
        var validation = data.Validation;
        SampleCount = Math.Min(WantedSamples, validation.Count / 2);
        ValidationMeans = model.Encode(validation, cancellation: cancellation).ToArray();
        var prior = model.Prior.Given(Context.None);
        var draws = Math.Min(validation.Count, model.Prior is Module ? SamplesOfLearntPrior : SampleCount);
        Samples = Dataset.FromTensor(model.Decode(prior.Sample(rng.Fork("prior"), [draws]), cancellation: cancellation));
        Reconstructions = Decoded(model, ValidationMeans.AsSpan(0, SampleCount * Latent));

        cancellation.ThrowIfCancellationRequested();
        Validation = new ValidationMetrics(elbo["total"], elbo["reconstruction"], EvidenceLowerBound.DivergenceIn(elbo), EntropyFloor.Of(validation), model.Prior is Module ? "at the draws" : "closed form");
        Frechet = new FrechetMetrics(
            Distance(model, prior, rng, cancellation),
            FrechetDistance.NoiseFloor(ValidationMeans, Latent, SampleCount, rng.Fork("floor")), SampleCount);
        double[] a = Factor(data, data.A), theta = Factor(data, data.Theta);
        var (cosine, sine) = FactorRecovery.RSquaredOfAngle(ValidationMeans, Latent, theta);
        Factors = new FactorRecoveryMetrics(cosine, sine, FactorRecovery.RSquared(ValidationMeans, Latent, a));
        ActiveUnitCount = ActiveUnits.Count(ValidationMeans, Latent);

        cancellation.ThrowIfCancellationRequested();
        var manifold = new TrueManifold(data.TrainingImages, data.TrainingParameters);
        var trusted = Math.Min(SampleCount, 500);
        var searchError = manifold.MeasureError(data.ValidationImages[..(trusted * FlowContours.ImageLength)], data.ValidationParameters[..(2 * trusted)]);
        cancellation.ThrowIfCancellationRequested();
        var sampleFit = manifold.Fit(Values(Samples));
        cancellation.ThrowIfCancellationRequested();
        var reconstructionFit = manifold.Fit(Values(Reconstructions));
        Manifold = new ManifoldMetrics(sampleFit.MedianResidual, sampleFit.Residual95, reconstructionFit.MedianResidual, reconstructionFit.Residual95,
            searchError.MedianResidual, searchError.Residual95, sampleFit.ThetaKs, sampleFit.AKs, sampleFit.KsBound95);
    }

    public int SampleCount { get; }

    /// <summary>E[z|x] of the validation images, [n, 2].</summary>
    public float[] ValidationMeans { get; }

    /// <summary>Decoded draws from the prior.</summary>
    public Dataset Samples { get; }

    /// <summary>The first validation images, decoded from their means.</summary>
    public Dataset Reconstructions { get; }

    public ValidationMetrics Validation { get; }
    public FrechetMetrics Frechet { get; }
    public FactorRecoveryMetrics Factors { get; }
    public int ActiveUnitCount { get; }
    public ManifoldMetrics Manifold { get; }

    /// <summary>
    /// For the standard normal prior: the distance between the first samples and the first validation images. A learnt prior comes near the noise floor. There it is the mean
    /// over eight pairs, each with its own samples.
    /// </summary>
    private double Distance(VariationalAutoencoder model, Distribution prior, Rng rng, CancellationToken cancellation)
    {
        var length = SampleCount * Latent;
        if (model.Prior is not Module) return FrechetDistance.Between(ValidationMeans.AsSpan(0, length), model.Encode(Samples, cancellation: cancellation).ToArray(), Latent);
        double sum = 0;
        var real = new float[length];
        for (var p = 0; p < FrechetPairs; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            var order = rng.Fork("pairs").Fork(p).Permutation(ValidationMeans.Length / Latent);
            for (var i = 0; i < length; i++) real[i] = ValidationMeans[order[i / Latent] * Latent + i % Latent];
            var fresh = model.Decode(prior.Sample(rng.Fork("pairs of samples").Fork(p), [SampleCount]), cancellation: cancellation);
            sum += FrechetDistance.Between(real, model.Encode(fresh, cancellation: cancellation).ToArray(), Latent);
        }
        return sum / FrechetPairs;
    }

    private static double[] Factor(ContoursData data, Func<int, float> factor) => [.. Enumerable.Range(0, data.Validation.Count).Select(i => (double)factor(i))];

    private static Dataset Decoded(VariationalAutoencoder model, ReadOnlySpan<float> points) => Dataset.FromTensor(model.Decode(Tensor.From(points, [points.Length / Latent, Latent])));

    private static float[] Values(Dataset images)
    {
        var length = images.ExampleShape.Size;
        var values = new float[images.Count * length];
        for (var i = 0; i < images.Count; i++) images.CopyTo(i, values.AsSpan(i * length, length));
        return values;
    }
}

/// <summary>The study's images with their known factors, the first four fifths for training and the rest for validation.</summary>
internal sealed class ContoursData
{
    private readonly byte[] images;
    private readonly float[] parameters;

    public ContoursData(Rng rng, int count)
    {
        (images, parameters) = FlowContours.Draw(rng, count);
        (Training, Validation) = Dataset.FromBytes(images, [FlowContours.Size, FlowContours.Size, 3]).Split(0.8);
    }

    public Dataset Training { get; }
    public Dataset Validation { get; }
    public ReadOnlyMemory<byte> TrainingImages => images.AsMemory(0, Training.Count * FlowContours.ImageLength);
    public ReadOnlyMemory<byte> ValidationImages => images.AsMemory(Training.Count * FlowContours.ImageLength);

    /// <summary>[n, 2]: a and θ.</summary>
    public ReadOnlyMemory<float> TrainingParameters => parameters.AsMemory(0, 2 * Training.Count);

    /// <summary>[n, 2]: a and θ.</summary>
    public ReadOnlyMemory<float> ValidationParameters => parameters.AsMemory(2 * Training.Count);

    public float A(int validationImage) => ValidationParameters.Span[2 * validationImage];
    public float Theta(int validationImage) => ValidationParameters.Span[2 * validationImage + 1];
}
