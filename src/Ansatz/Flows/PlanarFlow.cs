using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// Planar steps y = x + u·tanh(w·x + b), one after the other. With a context, a linear map of it is added to the numbers of every step.
/// </summary>
/// <remarks>
/// A sample and its score are cheap; the score of data solves an equation for one number at each step.
/// Rezende and Mohamed, Variational inference with normalizing flows (2015), section 4.1.
/// </remarks>
public sealed class PlanarFlow : Flow
{
    internal const string Word = "planar-flow";

    [SavedAs("steps")]
    private readonly Parameter steps;

    [SavedAs("network")]
    private readonly Dense? network;

    /// <param name="dimension">The elements of one x, 1 or more.</param>
    /// <param name="layers">Steps, 1 or more.</param>
    /// <param name="contextFeatures">How many numbers a context has; 0 without.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    /// <param name="box">The bounds of x, each a number or a tensor [dimension]; null without.</param>
    public PlanarFlow(int dimension, int layers = 16, int contextFeatures = 0, int classCount = 0, (Tensor Low, Tensor High)? box = null)
        : base([dimension], contextFeatures, classCount, box)
    {
        FlowSteps.Check(nameof(PlanarFlow), dimension, 1, layers, [1]);
        steps = new Parameter([layers, 2 * dimension + 1]);
        if (contextFeatures + classCount > 0) network = new Dense(contextFeatures + classCount, layers * (2 * dimension + 1), start: WeightInitialization.Zeros);
        Architecture = Header(Word, ("dimension", dimension), ("layers", layers));
    }

    protected override Bijector Map(Tensor? context, Pass pass)
    {
        var n = EventShape[0];
        var all = pass[steps];
        if (context is not null) all += network!.Forward(context, pass).Reshape(context.Shape[..1].Concat(steps.Shape));
        return new Chain([.. Enumerable.Range(0, steps.Shape[0]).Select(i =>
        {
            var numbers = all.Slice(-2, i, 1);
            numbers = numbers.Reshape(numbers.Shape[..^2].Concat(numbers.Shape[^1..]));
            return new Planar(numbers.Slice(-1, 0, n), numbers.Slice(-1, n, n), numbers.Slice(-1, 2 * n, 1).SumLast(1));
        })]);
    }

    protected override void InitializeOwn(Rng rng)
    {
        base.InitializeOwn(rng);
        var values = steps.Storage();
        rng.Fork("steps").Normal(values);
        for (var i = 0; i < values.Length; i++) values[i] *= 0.5f;
    }

    internal static PlanarFlow Read(FlowHeader h) => new(h.Dimension, h.Layers, h.Context, h.Classes, h.Box);
}
