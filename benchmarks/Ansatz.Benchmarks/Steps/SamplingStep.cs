using Ansatz.Flows;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Benchmarks.Steps;

/// <summary>Samples of a flow, from the noise to the data.</summary>
/// <param name="flow">Its weights are initialized.</param>
/// <param name="count">Samples per run.</param>
internal sealed class SamplingStep(Flow flow, int count) : Step
{
    private readonly Rng rng = new(5);
    private readonly BufferPool pool = new();
    private int runCount;

    public override string Unit => "samples/s";

    public override double WorkPerRun => count;

    public override void Run() => flow.Sample(rng.Fork(runCount++), count, pool: pool);
}
