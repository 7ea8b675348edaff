namespace Ansatz.Benchmarks.Kernels;

/// <summary>What one call does, so that the table can say how near it comes to the machine's limits.</summary>
/// <param name="flops">Floating-point operations, a multiply-add counting two; 0 where memory is the limit.</param>
/// <param name="bytes">Read and written, each array once.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WorkAttribute(double flops = 0, double bytes = 0) : Attribute
{
    public double Flops { get; } = flops;

    public double Bytes { get; } = bytes;
}
