using Ansatz.Autoencoders;
using Ansatz.Flows;
using Ansatz.Mixtures;
using Ansatz.Networks;
using Ansatz.Onnx;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Tests.Zoo;

namespace Ansatz.Tests.Onnx;

/// <summary>Whole models in ONNX Runtime give what they give here, for one example, three and 64.</summary>
public sealed class ModelExportTests
{
    private static readonly int[] batches = [1, 3, 64];

    private static readonly Dictionary<string, Func<(VariationalAutoencoder Model, Shape Example)>> autoencoders = new(StringComparer.Ordinal)
    {
        ["compact contours"] = () => (ContourNetworks.Compact(2), [36, 36, 3]),
        ["paper contours"] = () => (ContourNetworks.Paper(2), [36, 36, 3]),
        ["dense digits"] = () => Digits(new() { Height = 28, Width = 28, Network = ImageNetwork.Dense, Widths = [64, 32], Likelihood = Likelihood.SquaredError }),
        ["convolutional digits"] = () => Digits(new() { Height = 28, Width = 28, Widths = [8, 16] }),
        ["conditional dense digits"] = () => Digits(new() { Height = 28, Width = 28, Network = ImageNetwork.Dense, Widths = [32], ClassCount = 10, Likelihood = Likelihood.Bernoulli }),
        ["conditional convolutional digits"] = () => Digits(new() { Height = 28, Width = 28, Widths = [8, 16], ClassCount = 10, Activation = Activation.Silu }),
        ["full covariance"] = () => Digits(new() { Height = 12, Width = 8, Channels = 3, Widths = [8], Latent = 3, Posterior = Posterior.Full, Activation = Activation.Elu }),
        ["inverse autoregressive"] = () => Digits(new() { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Latent = 3, Posterior = Posterior.InverseAutoregressive, Activation = Activation.Gelu }),
        ["planar"] = () => Digits(new() { Height = 8, Width = 8, Network = ImageNetwork.Dense, Widths = [16], Latent = 2, Posterior = Posterior.Planar, Activation = Activation.Softplus }),
    };

    public static TheoryData<string> Autoencoders => [.. autoencoders.Keys];

    public static TheoryData<string, int, int, bool> Flows
    {
        get
        {
            var data = new TheoryData<string, int, int, bool>();
            foreach (var name in FlowZoo.OfVectors.Keys)
                foreach (var (context, classes, hasBox) in new[] { (0, 0, false), (2, 0, false), (2, 3, true) })
                    data.Add(name, context, classes, hasBox);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Autoencoders))]
    public void AnAutoencoderGivesTheSame(string name)
    {
        var (model, example) = autoencoders[name]();
        model.Initialize(new Rng(1));
        Shake(model);
        var classes = model.SelfAndDescendants().OfType<JoinLabels>().FirstOrDefault()?.ClassCount ?? 0;
        OnnxModel encoder = OnnxModel.Encoder(model, example), decoder = OnnxModel.Decoder(model);
        foreach (var n in name == "paper contours" ? [1, 3] : batches)
        {
            var x = Uniform(new Shape(n).Concat(example));
            Tensor noise = Normal(new Shape(n).Concat(model.LatentShape), 2), z = Normal(noise.Shape, 3);
            int[]? labels = classes == 0 ? null : [.. Enumerable.Range(0, n).Select(i => i * 7 % classes)];
            (string, Tensor)[] label = labels is null ? [] : [("label", Tensor.From([.. labels.Select(l => (float)l)]))];

            var found = OnnxRuntime.Run(encoder, [("x", x), ("noise", noise), .. label]);
            OnnxRuntime.AssertClose(model.Encode(x, labels), found["mean"], $"mean of {n}");
            var posterior = model.Encoder.Given(new Context(x, labels));
            if (found.TryGetValue("standardDeviation", out var deviation))
            {
                OnnxRuntime.AssertClose(posterior.StandardDeviation, deviation, "standard deviation");
                // Twice the noise moves a Gaussian's draw twice as far from the mean.
                var twice = OnnxRuntime.Run(encoder, [("x", x), ("noise", noise * 2), .. label]);
                OnnxRuntime.AssertClose(found["mean"] + (found["z"] - found["mean"]) * 2, twice["z"], "draw");
            }
            Assert.Equal(z.Shape, found["z"].Shape);
            OnnxRuntime.AssertClose(model.Decode(z, labels), OnnxRuntime.Run(decoder, [("z", z), .. label])["mean"], $"decoded {n}");
        }
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public void AFlowGivesTheSame(string name, int context, int classes, bool hasBox)
    {
        const int Dimension = 3;
        var flow = FlowZoo.OfVectors[name](Dimension, context, classes, hasBox ? (Tensor.From([-9, -7, -8]), Tensor.From([9, 8, 7])) : null);
        flow.Initialize(new Rng(1));
        Shake(flow);
        OnnxModel forward = OnnxModel.Forward(flow), inverse = OnnxModel.Inverse(flow), logProb = OnnxModel.LogProb(flow);
        foreach (var n in batches)
        {
            var noise = Normal([n, Dimension], 4);
            var given = context == 0 ? null : Normal([n, context], 5);
            int[]? labels = classes == 0 ? null : [.. Enumerable.Range(0, n).Select(i => i % classes)];
            (string, Tensor)[] further = [.. given is null ? [] : new[] { ("context", given) }, .. labels is null ? [] : new[] { ("label", Tensor.From([.. labels.Select(l => (float)l)])) }];
            var map = ((Ansatz.Distributions.TransformedDistribution)flow.Given(given is null ? Context.Of(labels) : new Context(given, labels))).Bijector;

            var (x, logDet) = map.ForwardAndLogDet(noise);
            var found = OnnxRuntime.Run(forward, [("noise", noise), .. further]);
            OnnxRuntime.AssertClose(x, found["x"], $"forward of {n}");
            OnnxRuntime.AssertClose(logDet, found["logDet"], $"log-determinant of {n}");

            var (back, logDetBack) = map.InverseAndLogDet(x);
            found = OnnxRuntime.Run(inverse, [("x", x), .. further]);
            OnnxRuntime.AssertClose(back, found["noise"], $"inverse of {n}");
            OnnxRuntime.AssertClose(logDetBack, found["logDet"], $"log-determinant of the inverse of {n}");

            // The first point lies far outside, where a box gives −∞.
            x = Tensor.Concat(0, Tensor.Full([1, Dimension], 20), x.Slice(0, 1, n - 1));
            var scores = flow.Score(x, given, labels);
            OnnxRuntime.AssertClose(Tensor.From([.. scores.Select(s => (float)s)]), OnnxRuntime.Run(logProb, [("x", x), .. further])["logProb"], $"log p of {n}");
            Assert.Equal(hasBox, double.IsNegativeInfinity(scores[0]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void AFlowOfImagesGivesTheSame(int classes)
    {
        var flow = new Glow([8, 8, 1], levels: 2, stepsPerLevel: 2, hidden: 8, classCount: classes);
        flow.Initialize(new Rng(1));
        Shake(flow);
        OnnxModel forward = OnnxModel.Forward(flow), logProb = OnnxModel.LogProb(flow);
        foreach (var n in batches)
        {
            Tensor noise = Normal([n, 64], 4), x = Uniform([n, 8, 8, 1]);
            int[]? labels = classes == 0 ? null : [.. Enumerable.Range(0, n).Select(i => i % classes)];
            (string, Tensor)[] label = labels is null ? [] : [("label", Tensor.From([.. labels.Select(l => (float)l)]))];
            var map = ((Ansatz.Distributions.TransformedDistribution)flow.Given(Context.Of(labels))).Bijector;
            OnnxRuntime.AssertClose(map.Forward(noise), OnnxRuntime.Run(forward, [("noise", noise), .. label])["x"], "forward");
            var scores = Tensor.From([.. flow.Score(x, labels: labels).Select(s => (float)s)]);
            OnnxRuntime.AssertClose(scores, OnnxRuntime.Run(logProb, [("x", x), .. label])["logProb"], "log p");
        }
    }

    [Theory]
    [InlineData(MixtureCovariance.Full)]
    [InlineData(MixtureCovariance.Tied)]
    [InlineData(MixtureCovariance.Diagonal)]
    [InlineData(MixtureCovariance.Spherical)]
    public void AMixtureGivesTheSame(MixtureCovariance covariance)
    {
        var mixture = new GaussianMixture(4, 3, covariance);
        mixture.Initialize(new Rng(1));
        Shake(mixture);
        var model = OnnxModel.LogProb(mixture);
        foreach (var n in batches)
        {
            var x = Normal([n, 3], 2) * 2;
            OnnxRuntime.AssertClose(Tensor.From([.. mixture.Score(x).Select(s => (float)s)]), OnnxRuntime.Run(model, ("x", x))["logProb"], $"{n}");
        }
    }

    /// <summary>Moves weights away from the values with which they start, some of which make a flow the identity.</summary>
    internal static void Shake(Module model)
    {
        var rng = new Rng(99);
        foreach (var parameter in model.Parameters())
        {
            if (parameter.Name is "dataMean" or "dataScale" or "boxLow" or "boxHigh") continue;
            var values = parameter.Value.ToArray();
            var noise = new float[values.Length];
            rng.Fork(parameter.Name).Uniform(noise);
            var size = 0.5f / MathF.Sqrt(parameter.Shape.Rank > 1 ? parameter.Shape[^2] : 4);
            for (var i = 0; i < values.Length; i++) values[i] += parameter.IsTrainable ? size * (2 * noise[i] - 1) : 0.3f * noise[i];
            parameter.Assign(values);
        }
    }

    internal static (VariationalAutoencoder, Shape) Digits(AutoencoderDesign design) => (design.Build(), design.Example);

    private static Tensor Normal(Shape shape, ulong seed)
    {
        var values = new float[shape.Size];
        new Rng(seed).Normal(values);
        return Tensor.From(values, shape);
    }

    private static Tensor Uniform(Shape shape)
    {
        var values = new float[shape.Size];
        new Rng(7).Uniform(values);
        return Tensor.From(values, shape);
    }
}
