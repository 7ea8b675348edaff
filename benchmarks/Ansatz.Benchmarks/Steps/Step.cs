namespace Ansatz.Benchmarks.Steps;

/// <summary>
/// Something whose speed is measured: a kernel, or a whole training step with everything that belongs to one, from loading the batch to the
/// moved statistics.
/// </summary>
/// <remarks>To add one, copy a file of this folder, and give it a row in <see cref="StepTable"/> and a function in the peers' Python.</remarks>
internal abstract class Step
{
    /// <summary>What <see cref="WorkARun"/> counts, a second: "images/s", "GFLOP/s".</summary>
    public abstract string Unit { get; }

    /// <summary>Units of work in one run.</summary>
    public abstract double WorkARun { get; }

    /// <summary>Floating-point operations of one run, each product as its definition states it, a multiply-add counting two; 0 where products are not what matters.</summary>
    public virtual double FlopsARun => 0;

    /// <summary>Bytes of one run if every op reads its inputs and writes its outputs once; 0 where nobody has counted.</summary>
    public virtual double BytesARun => 0;

    public abstract void Run();
}
