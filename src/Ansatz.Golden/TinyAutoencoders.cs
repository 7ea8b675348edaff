using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Golden;

/// <summary>Autoencoders of a few thousand multiplications an example, one of each kind of network, and images for them to learn.</summary>
internal static class TinyAutoencoders
{
    private const int Latent = 2;

    /// <summary>8 × 8 images through convolutions, transposed convolutions and batch normalization.</summary>
    /// <param name="beta">The weight of the divergence; left out, 1.</param>
    /// <param name="width">Channels; multiplications grow with their square, and 9 makes them 45,000 an example.</param>
    public static VariationalAutoencoder Convolutional(Schedule? beta = null, int width = 4)
    {
        var leaky = Activation.LeakyRelu(0.1f);
        return Assemble(
            new Sequential(
                new Conv2D(1, width, 3, 2), new BatchNormalization(width, activation: leaky), new Conv2D(width, 2 * width, 3, 2, activation: leaky),
                new Flatten([2, 2, 2 * width]), new Dense(8 * width, GaussianEncoder.FeatureCount(Latent))),
            new Sequential(
                new Dense(Latent, 8 * width, Activation.Relu), new Unflatten([2, 2, 2 * width]),
                new Conv2DTranspose(2 * width, width, 4, 2), new BatchNormalization(width, activation: leaky),
                new Conv2DTranspose(width, width, 4, 2, activation: leaky), new Conv2D(width, 1, 3)),
            beta);
    }

    /// <summary>8 × 8 images through dense layers alone.</summary>
    public static VariationalAutoencoder Dense(Schedule? beta = null) => Assemble(
        new Sequential(new Flatten([8, 8, 1]), new Dense(64, 24, Activation.Tanh), new Dense(24, GaussianEncoder.FeatureCount(Latent))),
        new Sequential(new Dense(Latent, 24, Activation.Silu), new Dense(24, 64), new Unflatten([8, 8, 1])),
        beta);

    /// <summary>A bright spot on each image, somewhere: two factors to be found.</summary>
    public static Dataset Spots(int count)
    {
        var pixels = new byte[64 * count];
        var rng = new Rng(5);
        for (var i = 0; i < count; i++)
        {
            float y = 7 * rng.NextUniform(), x = 7 * rng.NextUniform();
            for (var p = 0; p < 64; p++)
            {
                float dy = p / 8 - y, dx = p % 8 - x;
                pixels[64 * i + p] = (byte)(250 / (1 + dy * dy + dx * dx));
            }
        }
        return Dataset.FromBytes(pixels, [8, 8, 1]);
    }

    /// <summary>Spots, in classes that mean nothing.</summary>
    public static Dataset Labelled(int count)
    {
        var spots = Spots(count);
        return Dataset.FromFloats(spots.ToTensor(0, count).ToArray(), spots.ExampleShape, [.. Enumerable.Range(0, count).Select(i => i % 3)]);
    }

    private static VariationalAutoencoder Assemble(Sequential encoder, Sequential decoder, Schedule? beta)
    {
        var model = new VariationalAutoencoder(new GaussianEncoder(encoder, Latent), new CrossEntropyDecoder(decoder), MultivariateNormalDiag.Standard(Latent), beta ?? 1);
        model.Initialize(new Rng(3));
        return model;
    }
}
