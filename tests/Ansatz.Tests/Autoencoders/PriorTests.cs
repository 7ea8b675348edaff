using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Evaluation;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Autoencoders;

/// <summary>The families of priors and posteriors that a design names.</summary>
public sealed class PriorTests
{
    public static TheoryData<string, string, int> Families
    {
        get
        {
            var all = new TheoryData<string, string, int>();
            foreach (var prior in DesignKinds.Priors.Words)
                foreach (var posterior in DesignKinds.Posteriors.Words)
                    foreach (var latent in (int[])[1, 3]) all.Add(prior, posterior, latent);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void ADesignBuildsTrainsSavesAndLoads(string prior, string posterior, int latent)
    {
        using var folder = new TemporaryFolder();
        var data = TinyAutoencoders.Spots(40);
        var design = Design with { Latent = latent, Prior = prior, Posterior = posterior };
        var model = design.Build();
        model.Initialize(new Rng(1));
        (model.Prior as VampPrior)?.StartFrom(data, new Rng(2));
        var first = Values(model);
        new Trainer(new TrainerOptions { EpochCount = 2, BatchSize = 20, Optimizer = new Adam(), LearningRate = 1e-2 }, new Rng(3)).Train(model, data);
        // Every weight moves: nothing is left out of the gradients. In one dimension, masks hide the first layers of autoregressive networks.
        if (latent > 1) Assert.All(first.Zip(Values(model)), pair => Assert.NotEqual(pair.First.Values, pair.Second.Values));

        ModelFile.Save(model, folder["model.safetensors"]);
        var again = ModelFile.Load<VariationalAutoencoder>(folder["model.safetensors"]);
        Assert.Equal(Validation.Of(model, data, new Rng(4)).Values, Validation.Of(again, data, new Rng(4)).Values);
        Assert.Equal(model.Sample(new Rng(5), 3).ToArray(), again.Sample(new Rng(5), 3).ToArray());
        Assert.Equal(ParametersHash.Of(model.Parameters()), ParametersHash.Of(again.Parameters()));

        // A code depends on its example alone, and evidence is an estimate from above of the same number.
        Assert.Equal(model.Encode(data).ToArray()[..latent], model.Encode(data.ToTensor(0, 1)).ToArray());
        Assert.Equal(latent, PosteriorSummary.Of(model, data).KlByDimension.Count);
        double bound = model.Score(data, new Rng(6)).Average(), better = ImportanceWeightedLikelihood.Of(model, data, new Rng(7), 50).Mean;
        Assert.True(better > bound - 0.1, $"{better} with 50 draws, {bound} with one");
    }

    /// <summary>A flow that has not learnt is the identity, and a mixture may be one standard normal: then the numbers are those of the fixed prior.</summary>
    [Theory]
    [InlineData("flow")]
    [InlineData("mixture")]
    public void AStandardNormalInAnotherFormGivesTheSameNumbers(string prior)
    {
        var data = TinyAutoencoders.Spots(30);
        var design = Design with { Latent = 3, Posterior = Posterior.Full };
        var model = design.Build();
        model.Initialize(new Rng(1));
        IConditional<Distribution> other = prior == "flow" ? Prior.Flow.Build(model.Encoder, 3, design.Example) : new GaussianMixture(2, 3, MixtureCovariance.Full);
        ((Module)other).Initialize(new Rng(2));
        if (other is GaussianMixture mixture) mixture.Means.Assign(new float[6]);
        var same = model.WithPrior(other);

        var z = Tensor.From([0.3f, -2, 1, 4, 0, -6], [2, 3]);
        Assert.Equal(MultivariateNormalDiag.Standard(3).LogProb(z).ToArray(), other.Given(Context.None).LogProb(z).ToArray(), new Tolerance(1e-5f));
        double[] exact = [.. Draws(model)], found = [.. Draws(same)];
        for (var i = 0; i < exact.Length; i++) Assert.Equal(exact[i], found[i], 1e-4);

        IEnumerable<double> Draws(VariationalAutoencoder m) =>
            AutoencoderTerms.AtDraws(m, new Batch(data.ToTensor(0, 30), null, 0), 4, new Pass(null, rng: new Rng(3))).Divergence.ToArray().Select(v => (double)v);
    }

    [Theory]
    [InlineData("flow")]
    [InlineData("mixture")]
    public void FittedAfterwardsItLowersTheDivergenceAndNothingElse(string prior)
    {
        var data = TinyAutoencoders.Spots(400);
        var design = Design with { Beta = 0.2 };
        var trained = design.Build();
        trained.Initialize(new Rng(1));
        new Trainer(new TrainerOptions { EpochCount = 20, BatchSize = 20, Optimizer = new Adam(), LearningRate = 1e-2 }, new Rng(2)).Train(trained, data);
        var hash = ParametersHash.Of(trained.Parameters());

        var fitted = trained.WithPrior(((Prior)prior).Build(trained.Encoder, design.Latent, design.Example), $"{design with { Prior = prior }}");
        PriorFit.Run(fitted, data, new Rng(3));
        Assert.Equal(hash, ParametersHash.Of(trained.Parameters()));
        Metrics before = Validation.Of(trained, data, new Rng(4)), after = Validation.Of(fitted, data, new Rng(4));
        Assert.Equal(before["reconstruction"], after["reconstruction"]);
        Assert.True(EvidenceLowerBound.DivergenceIn(after) < EvidenceLowerBound.DivergenceIn(before) - 0.3, $"{EvidenceLowerBound.DivergenceIn(before)} to {EvidenceLowerBound.DivergenceIn(after)}");

        // A fit is a function of its stream, and its file is complete.
        using var folder = new TemporaryFolder();
        ModelFile.Save(fitted, folder["model.safetensors"]);
        Assert.Equal(after.Values, Validation.Of(ModelFile.Load<VariationalAutoencoder>(folder["model.safetensors"]), data, new Rng(4)).Values);
        var again = trained.WithPrior(((Prior)prior).Build(trained.Encoder, design.Latent, design.Example));
        PriorFit.Run(again, data, new Rng(3));
        Assert.Equal(ParametersHash.Of(fitted.Parameters()), ParametersHash.Of(again.Parameters()));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        var model = Design.Build();
        Assert.Contains("prior is a Unconditional", Assert.Throws<NotSupportedException>(() => PriorFit.Run(model, TinyAutoencoders.Spots(4), new Rng(1))).Message, StringComparison.Ordinal);
        Assert.Contains("pseudo-inputs have no class", Assert.Throws<ArgumentException>(() => (Design with { Prior = Prior.Vamp, ClassCount = 2 }).Build()).Message, StringComparison.Ordinal);
        Assert.Contains("'gauss'", Assert.Throws<ArgumentException>(() => (Prior)"gauss").Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new VampPrior(model.Encoder, [8, 8, 1], 0));
        Assert.Contains("[8, 8, 1]", Assert.Throws<ArgumentException>(() => new VampPrior(model.Encoder, [8, 8, 1], 2).StartFrom(Dataset.FromFloats([1, 2], [1]), new Rng(1))).Message, StringComparison.Ordinal);
    }

    private static AutoencoderDesign Design { get; } = new() { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Activation = Activation.Tanh, Likelihood = Likelihood.ContinuousBernoulli };

    private static (string Name, float[] Values)[] Values(VariationalAutoencoder model) => [.. model.Parameters().Where(p => p.IsTrainable).Select(p => (p.Name, p.Value.ToArray()))];

    private sealed class Tolerance(float most) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= most * (1 + Math.Abs(x));

        public int GetHashCode(float obj) => 0;
    }
}
