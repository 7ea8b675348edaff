namespace Ansatz.Benchmarks.Steps;

/// <summary>
/// Something whose speed is measured: a kernel, or a whole training step, from loading the batch to updating the moving statistics.
/// </summary>
/// <remarks>To add one, copy a file of this folder, and give it a row in <see cref="StepTable"/> and a function in the peers' Python.</remarks>
internal abstract class Step
{
    /// <summary>The unit of <see cref="WorkPerRun"/>, per second: "images/s", "GFLOP/s".</summary>
    public abstract string Unit { get; }

    /// <summary>Units of work in one run.</summary>
    public abstract double WorkPerRun { get; }

    /// <summary>Floating-point operations of the products in one run, by their definitions; a multiply-add counts as two. 0 if products take little of the time.</summary>
    public virtual double FlopsPerRun => 0;

    /// <summary>Bytes of one run if every op reads its inputs and writes its outputs once. 0 if they were not counted.</summary>
    public virtual double BytesPerRun => 0;

    public abstract void Run();
}
