using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// A continuous flow dx/dt = v(x, t) from noise at t = 0 to data at t = 1, trained by conditional flow matching: the least squares E‖v((1 − t)x₀ + t·x₁, t) − (x₁ − x₀)‖² over pairs of noise
/// x₀ and data x₁. No equation is solved in training.
/// </summary>
/// <remarks>
/// <para>Each batch is paired by optimal transport, the pairs with the least sum of squared distances, which makes the paths straight. A conditional flow takes pairs at random, since
/// a pairing across contexts would bias it.</para>
/// <para>Scores are exact up to the steps of the integration: the divergence is that of the network, by its n directional derivatives. So a score costs n + 1 times a sample, which suits
/// low dimensions. The reported number, <c>matching</c>, is the mean square for each element, not a likelihood.</para>
/// Lipman, Chen, Ben-Hamu, Nickel, Le, Flow matching for generative modeling (2023); Tong et al., Improving and generalizing flow-based generative models with minibatch optimal transport (2024).
/// </remarks>
public sealed class ContinuousFlow : Flow
{
    internal const string Word = "continuous-flow";
    private const int LargestPairing = 128;

    [SavedAs("network")]
    private readonly VelocityNetwork network;
    private readonly int steps;

    /// <param name="dimension">The elements of one x, 1 or more.</param>
    /// <param name="hidden">The widths of the network's hidden layers; left out, three of 64.</param>
    /// <param name="steps">Steps of the integration, each with four calls of the network.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public ContinuousFlow(int dimension, IReadOnlyList<int>? hidden = null, int steps = 32, int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
        : base([dimension], contextFeatures, classCount, box)
    {
        hidden ??= [64, 64, 64];
        FlowSteps.Check(nameof(ContinuousFlow), dimension, 1, 1, hidden);
        if (steps < 1) throw new ArgumentOutOfRangeException(nameof(steps), $"ContinuousFlow: {steps} steps; expected 1 or more.");
        this.steps = steps;
        network = new VelocityNetwork(dimension, contextFeatures + classCount, hidden);
        Architecture = Header(Word, ("dimension", dimension), ("hidden", hidden), ("steps", steps));
    }

    protected override Bijector Map(Tensor? context, Pass pass) => new OdeFlow((x, t) => network.WithDivergence(x, Tensor.Full([1], t), context, pass),
        (x, t) => network.Velocity(x, Tensor.Full([1], t), context, pass), steps, Conditioner.BatchOf(context));

    public override StepResult Step(Batch batch, Pass pass)
    {
        var loss = Errors(batch, pass).Mean();
        return new StepResult(pass.Tape!.Backward(loss), new Metrics(("matching", loss.Item())));
    }

    public override Metrics Evaluate(Batch batch, Pass pass)
    {
        var errors = Errors(batch, pass);
        var sum = 0.0;
        foreach (var error in errors.Span) sum += error;
        return new Metrics(("matching", sum / errors.Length));
    }

    /// <summary>The squares of v − (x₁ − x₀), [n, dimension].</summary>
    private Tensor Errors(Batch batch, Pass pass)
    {
        var (x, context) = FlowData.Divide(this, batch);
        foreach (var map in ToData(pass).Reverse()) x = map.Inverse(x);
        var rng = pass.Stream("matching");
        Tensor noise = rng.Fork("noise").Normal(x.Shape, tape: pass.Tape), time = Tensor.Allocate([batch.Count, 1], pass.Tape);
        rng.Fork("time").Uniform(time.Span);
        if (ContextFeatures + ClassCount == 0) Pair(noise, x);
        var between = noise + (x - noise) * time;
        return (network.Velocity(between, time, FlowContext.Features(this, context), pass) - (x - noise)).Square();
    }

    /// <summary>Orders the noise so that row i belongs to row i of x; large batches are paired in parts.</summary>
    private static void Pair(Tensor noise, Tensor x)
    {
        if (x.Length > 0) ForkJoin.For(Pieces.Count(x.Shape[0], LargestPairing), new Part(noise, x));
    }

    private readonly struct Part(Tensor noise, Tensor x) : IParallelBody
    {
        public void Invoke(int index)
        {
            int n = x.Shape[1], start = index * LargestPairing, length = Math.Min(LargestPairing, x.Shape[0] - start);
            ReadOnlySpan<float> data = x.Span.Slice(start * n, length * n), drawn = noise.Span.Slice(start * n, length * n).ToArray();
            var cost = new double[length * length];
            for (var i = 0; i < length; i++)
                for (var j = 0; j < length; j++)
                {
                    var sum = 0.0;
                    for (var k = 0; k < n; k++)
                    {
                        var d = (double)data[i * n + k] - drawn[j * n + k];
                        sum += d * d;
                    }
                    cost[i * length + j] = sum;
                }
            var partners = Assignment.Solve(cost, length);
            for (var i = 0; i < length; i++) drawn.Slice(partners[i] * n, n).CopyTo(noise.Span[((start + i) * n)..]);
        }
    }

    internal static ContinuousFlow Read(FlowHeader h) => new(h.Dimension, h.Hidden, h.Int("steps"), h.Context, h.Classes, h.Box);
}
