using System.Runtime.InteropServices;
using Ansatz.Autoencoders;
using Ansatz.Boltzmann;
using Ansatz.Data;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Studies.Digits;
using Ansatz.Training;

namespace Ansatz.Benchmarks.Steps;

/// <summary>All steps by their names, in the order of the table that compares them with their peers.</summary>
internal static class StepTable
{
    private const int BatchOfDigits = 128;

    private static readonly Dictionary<string, Func<Step>> makers = new(StringComparer.Ordinal)
    {
        ["gemm"] = () => new GemmStep(1024),
        ["convolution-forward"] = () => new ConvolutionStep(ConvolutionPass.Forward),
        ["convolution-input-gradient"] = () => new ConvolutionStep(ConvolutionPass.InputGradient),
        ["convolution-weight-gradient"] = () => new ConvolutionStep(ConvolutionPass.WeightGradient),
        ["paper"] = () => Contours(ContourNetworks.Paper(2), 32, 1e-4),
        ["compact"] = () => Contours(ContourNetworks.Compact(2), 32, 3e-3),
        ["mnist-conv"] = () => Digits(MnistDesigns.Convolutional, Adam.Keras()),
        ["mnist-latent8"] = () => Digits(MnistDesigns.Latent8, new Adam()),
        ["mnist-dense"] = () => Digits(MnistDesigns.Dense, Adam.Keras()),
        ["rbm"] = () => Machine(new ContrastiveDivergenceOptions { StepCount = 10, IsCentered = false }),
        ["rbm-pcd1"] = () => Machine(new ContrastiveDivergenceOptions { ChainCount = BatchOfDigits, IsCentered = false }),
        ["two-gaussians"] = () => new TrainingStep(Initialized(new GaussianMixture(2, 1, MixtureCovariance.Diagonal)), TwoGaussians(), 500, new Adam(), 0.01, "samples"),
        ["real-nvp"] = () => Flow(new RealNvp(dimension: 2, layers: 6), 256),
        ["masked-autoregressive-flow"] = () => Flow(new MaskedAutoregressiveFlow(dimension: 2, layers: 5), 256),
        ["neural-spline-flow"] = () => Flow(new NeuralSplineFlow(dimension: 8, layers: 8, bins: 8), 512),
        ["autoregressive-sampling"] = () => new SamplingStep(Initialized(new MaskedAutoregressiveFlow(dimension: 8, layers: 5)), 1024),
        ["contours"] = () => new ContoursStep(),
    };

    public static IReadOnlyCollection<string> Names => makers.Keys;

    public static Step Make(string name) => makers.TryGetValue(name, out var make)
        ? make()
        : throw new ArgumentException($"found the step '{name}', expected one of {string.Join(", ", Names)}");

    private static TrainingStep Contours(VariationalAutoencoder model, int batchSize, double learningRate)
    {
        var (images, _) = FlowContours.Draw(new Rng(2), 8 * batchSize);
        return new TrainingStep(Initialized(model), Dataset.FromBytes(images, [FlowContours.Size, FlowContours.Size, 3]), batchSize, Adam.Keras(), learningRate);
    }

    // Random bytes in place of digits: the values do not affect the speed.
    private static TrainingStep Digits(AutoencoderDesign design, Optimizer optimizer)
    {
        var pixels = new byte[8 * BatchOfDigits * design.Example.Size];
        new Rng(2).Bits(MemoryMarshal.Cast<byte, uint>(pixels.AsSpan()));
        return new TrainingStep(Initialized(design.Build()), Dataset.FromBytes(pixels, design.Example), BatchOfDigits, optimizer, 1e-3);
    }

    // A fifth of the pixels are on.
    private static TrainingStep Machine(ContrastiveDivergenceOptions options)
    {
        const int Visible = 784, Hidden = 500;
        var machine = new RestrictedBoltzmannMachine(Visible, Hidden);
        var pixels = new byte[8 * BatchOfDigits * Visible];
        new Rng(2).Bits(MemoryMarshal.Cast<byte, uint>(pixels.AsSpan()));
        foreach (ref var pixel in pixels.AsSpan()) pixel = pixel < 51 ? byte.MaxValue : (byte)0;
        var training = Initialized(new ContrastiveDivergence(machine, options));
        return new TrainingStep(training, Dataset.FromBytes(pixels, [Visible]), BatchOfDigits, new Sgd(), 0.01);
    }

    // Maximum likelihood of standard normal points.
    private static TrainingStep Flow(Flow flow, int batchSize)
    {
        var values = new float[8 * batchSize * flow.EventShape.Size];
        new Rng(2).Normal(values);
        return new TrainingStep(Initialized(flow), Dataset.FromFloats(values, flow.EventShape), batchSize, new Adam(), 1e-3, "samples");
    }

    private static Dataset TwoGaussians()
    {
        var values = new float[500];
        var rng = new Rng(3);
        for (var i = 0; i < values.Length; i++) values[i] = MathF.Round(i < 150 ? 5 + 2 * rng.NextNormal() : 20 + 3 * rng.NextNormal());
        return Dataset.FromFloats(values, [1]);
    }

    private static TModel Initialized<TModel>(TModel model) where TModel : Module
    {
        model.Initialize(new Rng(4));
        return model;
    }
}
