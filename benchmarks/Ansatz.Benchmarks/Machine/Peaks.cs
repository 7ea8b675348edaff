namespace Ansatz.Benchmarks.Machine;

/// <summary>The machine's limits in this run: the best of all measurements.</summary>
internal sealed class Peaks
{
    private readonly Dictionary<int, double> gigaflops = [];

    public void Observe(int threads) => gigaflops[threads] = Math.Max(gigaflops.GetValueOrDefault(threads), FmaPeak.Measure(threads));

    /// <summary>Fused multiply-adds on registers, GFLOP/s.</summary>
    public double Gigaflops(int threads) => gigaflops[threads];
}
