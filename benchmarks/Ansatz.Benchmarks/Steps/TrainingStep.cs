using Ansatz.Autoencoders;
using Ansatz.Data;
using Ansatz.Flows;
using Ansatz.Networks;
using Ansatz.Random;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Benchmarks.Steps;

/// <summary>One step of training as the trainer takes it: batch, forward pass, backward pass, optimizer, moving statistics.</summary>
internal sealed class TrainingStep : Step
{
    private readonly ITrainable model;
    private readonly Batches batches;
    private readonly OptimizerState optimizer;
    private readonly double learningRate;
    private readonly string examples;
    private readonly Rng rng = new(5);
    private readonly BufferPool pool = new();
    private IEnumerator<Batch> epoch;
    private int epochCount;
    private StepCost? cost;

    /// <param name="model">The model, with initialized weights.</param>
    /// <param name="data">At least one batch.</param>
    /// <param name="batchSize">Examples per step.</param>
    /// <param name="optimizer">The rule.</param>
    /// <param name="learningRate">The size of the step.</param>
    /// <param name="examples">What an example is called, in the plural.</param>
    public TrainingStep(ITrainable model, Dataset data, int batchSize, Optimizer optimizer, double learningRate, string examples = "images")
    {
        (this.model, this.learningRate, this.examples) = (model, learningRate, examples);
        batches = new Batches(data, batchSize, rng.Fork("order"));
        this.optimizer = optimizer.Start(model.Parameters());
        epoch = batches.Recycled(0).GetEnumerator();
    }

    public override string Unit => examples + "/s";

    public override double WorkPerRun => batches.Size;

    public override double FlopsPerRun => Cost.Flops;

    public override double BytesPerRun => Cost.Bytes;

    /// <summary>The number of weights of a network, or null for other models.</summary>
    public long? NetworkSize => model is VariationalAutoencoder or Flow ? model.Parameters().Where(p => p.IsTrainable).Sum(p => (long)p.Shape.Size) : null;

    /// <summary>Measures the time of each op, or null.</summary>
    internal Profile? Profile { get; set; }

    private StepCost Cost
    {
        get
        {
            if (cost is null) Run();
            return cost!;
        }
    }

    public override void Run()
    {
        Profile?.Begin("loading the batch");
        var batch = NextBatch();
        Profile?.End();
        Profile?.Begin("tape, gradients' bookkeeping, metrics");
        using var tape = new Tape(pool) { Observer = Profile };
        var pass = new Pass(tape, isTraining: true, rng.Fork(optimizer.StepCount));
        var (gradients, _) = model.Step(batch, pass);
        Profile?.End();
        Profile?.Begin("optimizer");
        optimizer.Step(gradients, learningRate);
        Profile?.End();
        Profile?.Begin("moving statistics");
        pass.ApplyStatistics();
        Profile?.End();
        cost ??= StepCost.Of(tape, model.Parameters());
    }

    private Batch NextBatch()
    {
        if (epoch.MoveNext()) return epoch.Current;
        epoch = batches.Recycled(++epochCount).GetEnumerator();
        epoch.MoveNext();
        return epoch.Current;
    }
}
