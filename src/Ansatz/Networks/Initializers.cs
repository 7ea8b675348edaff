using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>The conventions by which layers choose their first weights and biases.</summary>
public enum WeightInitialization
{
    /// <summary>Keras: Glorot-uniform weights, zero biases.</summary>
    Glorot,

    /// <summary>PyTorch: weights and biases uniform within ±1/√fanIn.</summary>
    FanIn,

    /// <summary>For rectifiers on a latent point: hinges that tile the region of a standard normal, see <see cref="Initializers.Tiling"/>.</summary>
    Tiling,

    /// <summary>For <see cref="Activation.Sine"/> on a latent point: waves of random directions, lengths and phases, see <see cref="Initializers.Fourier"/>.</summary>
    Fourier,

    /// <summary>Zero weights and biases: for the last layer of a network whose output must start at 0, such as that of a flow's conditioner.</summary>
    Zeros,
}

/// <summary>First values of weights. Fans are the numbers of connections into and out of a unit: for a kernel, its area times its channels.</summary>
public static class Initializers
{
    /// <summary>A layer's weight and bias by a convention.</summary>
    internal static void Start(WeightInitialization start, Parameter weight, Parameter bias, int fanIn, int fanOut, Rng rng)
    {
        if (start == WeightInitialization.Zeros)
        {
            Constant(weight, 0);
            Constant(bias, 0);
            return;
        }
        if (start == WeightInitialization.FanIn)
        {
            FanInUniform(weight, fanIn, rng.Fork("weight"));
            FanInUniform(bias, fanIn, rng.Fork("bias"));
            return;
        }
        if (start == WeightInitialization.Tiling)
        {
            Tiling(weight, bias, rng);
            return;
        }
        if (start == WeightInitialization.Fourier)
        {
            Fourier(weight, bias, rng);
            return;
        }
        GlorotUniform(weight, fanIn, fanOut, rng.Fork("weight"));
        Constant(bias, 0);
    }

    /// <summary>U(−b, b) with b = √(6/(fanIn + fanOut)). Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010), equation 16.</summary>
    public static void GlorotUniform(Parameter parameter, int fanIn, int fanOut, Rng rng) =>
        Uniform(parameter, MathF.Sqrt(6f / ((long)fanIn + fanOut)), rng);

    /// <summary>U(−b, b) with b = 1/√fanIn: what PyTorch gives dense and convolutional layers, weights and biases alike.</summary>
    public static void FanInUniform(Parameter parameter, int fanIn, Rng rng) => Uniform(parameter, 1 / MathF.Sqrt(fanIn), rng);

    /// <summary>
    /// Weights of a unit: a direction uniform on the sphere; bias: U(−2.5, 2.5). So the hinge w·z + b = 0 of each rectifier is a plane at a uniform distance
    /// from the origin. Together the hinges tile the region where a standard normal has its mass. With zero biases all hinges would meet at the origin, and the
    /// layer would be homogeneous in z: it would separate directions, but hardly radii.
    /// </summary>
    /// <param name="weight">[latent, units].</param>
    /// <param name="bias">[units].</param>
    /// <param name="rng">A stream.</param>
    public static void Tiling(Parameter weight, Parameter bias, Rng rng)
    {
        const float Reach = 2.5f;
        RequireLatentLayer(weight, bias, nameof(Tiling));
        int latent = weight.Shape[0], units = weight.Shape[1];
        var w = weight.Storage();
        rng.Fork("weight").Normal(w);
        for (var unit = 0; unit < units; unit++)
        {
            var square = 0f;
            for (var i = 0; i < latent; i++) square += w[i * units + unit] * w[i * units + unit];
            for (var i = 0; i < latent; i++) w[i * units + unit] /= MathF.Sqrt(square);
        }
        var b = bias.Storage();
        rng.Fork("bias").Uniform(b);
        for (var unit = 0; unit < units; unit++) b[unit] = Reach * (2 * b[unit] - 1);
    }

    /// <summary>
    /// Random Fourier features sin(w·z + b): w ~ N(0, s² I) with s log-uniform in [½, 4], one s per unit, and b ~ U(0, 2π). The units approximate a kernel that falls
    /// with distance, on scales from ¼ to 2 units of a standard normal. They are nearly uncorrelated, so the layers after them learn details faster than from hinges.
    /// </summary>
    /// <remarks>Rahimi and Recht, Random features for large-scale kernel machines (2007); Tancik and others, Fourier features let networks learn high frequency functions (2020).</remarks>
    /// <param name="weight">[latent, units].</param>
    /// <param name="bias">[units].</param>
    /// <param name="rng">A stream.</param>
    public static void Fourier(Parameter weight, Parameter bias, Rng rng)
    {
        const double Lowest = 0.5, Highest = 4;
        RequireLatentLayer(weight, bias, nameof(Fourier));
        int latent = weight.Shape[0], units = weight.Shape[1];
        var w = weight.Storage();
        rng.Fork("weight").Normal(w);
        var part = new float[units];
        rng.Fork("scale").Uniform(part);
        for (var unit = 0; unit < units; unit++)
        {
            var scale = (float)(Lowest * DoubleMath.Exp(part[unit] * DoubleMath.Log(Highest / Lowest)));
            for (var i = 0; i < latent; i++) w[i * units + unit] *= scale;
        }
        var b = bias.Storage();
        rng.Fork("bias").Uniform(b);
        for (var unit = 0; unit < units; unit++) b[unit] *= MathF.Tau;
    }

    public static void Constant(Parameter parameter, float value) => parameter.Storage().Fill(value);

    private static void RequireLatentLayer(Parameter weight, Parameter bias, string name)
    {
        if (weight.Shape.Rank != 2 || bias.Shape != weight.Shape[1..])
            throw new ArgumentException($"{name}: the weight has shape {weight.Shape} and the bias {bias.Shape}; expected [latent, units] and [units]. Start other layers with Glorot or FanIn.", nameof(weight));
    }

    private static void Uniform(Parameter parameter, float bound, Rng rng)
    {
        var values = parameter.Storage();
        rng.Uniform(values);
        for (var i = 0; i < values.Length; i++) values[i] = MathF.FusedMultiplyAdd(2 * bound, values[i], -bound);
    }
}
