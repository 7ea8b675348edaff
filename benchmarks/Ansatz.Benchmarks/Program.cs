using System.Globalization;
using Ansatz.Benchmarks.Checkouts;
using Ansatz.Benchmarks.Comparison;
using Ansatz.Benchmarks.Kernels;
using Ansatz.Benchmarks.Steps;
using Ansatz.Benchmarks.Workers;
using BenchmarkDotNet.Running;

const string Usage = """
    Ansatz.Benchmarks compare [--quick] [--json FILE] [--only STEP,…]   every step beside its peer, as one table
    Ansatz.Benchmarks checkouts BEFORE AFTER [--only STEP,…]            the speed of two checkouts of the repository, in pairs of runs
    Ansatz.Benchmarks neighbours STEP                                   one step beside busy processes, ours and the peer's
    Ansatz.Benchmarks step STEP [THREADS]                               the speed of one step
    Ansatz.Benchmarks profile STEP [THREADS]                            where the time of a training step goes, by op
    Ansatz.Benchmarks scaling                                           a convolution by batch, image size, channels and threads
    mpirun -n W Ansatz.Benchmarks workers BATCH SHARDS STEPS            training by W processes of one thread, or by one without mpirun
    mpirun -n 2 Ansatz.Benchmarks messages                              latency and bandwidth between two processes
    Ansatz.Benchmarks kernels [--filter '*Gemm*']                       kernels, by BenchmarkDotNet
    """;

var threads = args.Length > 2 && int.TryParse(args[2], out var given) ? given : Environment.ProcessorCount;
try
{
    switch (args)
    {
        case ["compare", ..]:
            new SideBySide(new Options(args.AsSpan(1))).Run();
            return 0;
        case ["checkouts", ..]:
            return new CheckoutComparison(new CheckoutOptions(args.AsSpan(1))).Run() ? 0 : 1;
        case ["measure", var program, var step, var threadCounts, var seconds]:
            Checkout.MeasureHere(program, step, threadCounts, seconds);
            return 0;
        case ["step", var name, ..]:
            SpeedReport.Speed(name, threads);
            return 0;
        case ["profile", var name, ..]:
            SpeedReport.WhereTimeGoes(name, threads);
            return 0;
        case ["workers", var batch, var shards, var steps]:
            WorkerTraining.Run(int.Parse(batch, CultureInfo.InvariantCulture), int.Parse(shards, CultureInfo.InvariantCulture), int.Parse(steps, CultureInfo.InvariantCulture));
            return 0;
        case ["messages"]:
            Messages.Run();
            return 0;
        case ["scaling"]:
            Scaling.Print(Console.Out);
            return 0;
        case ["kernels", .. var filter]:
            BenchmarkSwitcher.FromAssembly(typeof(KernelBenchmark).Assembly).Run(filter.Length > 0 ? filter : ["--filter", "*"], KernelConfig.Create());
            return 0;
        case ["neighbours", var name, .. var rest]:
            return Neighbours.Run(name, new Options(rest)) ? 0 : 1;
        case ["spin"]:
            BusyProcesses.Spin();
            return 0;
        case ["memory", var name]:
            Console.WriteLine(WholeRuns.PeakOfTraining(name));
            return 0;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}
catch (ArgumentException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
