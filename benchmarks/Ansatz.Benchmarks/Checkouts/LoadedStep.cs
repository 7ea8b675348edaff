using System.Reflection;
using System.Runtime.Loader;

namespace Ansatz.Benchmarks.Checkouts;

/// <summary>
/// A step of another checkout's benchmarks, loaded from that checkout's program together with that checkout's library. Both checkouts are measured by this code, so
/// only the library and the definition of the step can make a difference.
/// </summary>
/// <remarks>The other program must have <c>StepTable.Names</c>, <c>StepTable.Make(name)</c> and <c>new StepClock(step).Median(threads, seconds)</c>.</remarks>
internal sealed class LoadedStep
{
    private readonly object clock;
    private readonly MethodInfo median;

    /// <param name="program">The path of a checkout's Ansatz.Benchmarks.dll.</param>
    /// <param name="name">The step.</param>
    public LoadedStep(string program, string name)
    {
        var assembly = Load(program);
        var step = Find(assembly, "StepTable").GetMethod("Make", [typeof(string)])!.Invoke(null, [name])!;
        clock = Activator.CreateInstance(Find(assembly, "StepClock"), step)!;
        median = clock.GetType().GetMethod("Median", [typeof(int), typeof(double)])!;
    }

    /// <summary>The names of the steps that a checkout's program has.</summary>
    public static IReadOnlyCollection<string> NamesIn(string program) => (IReadOnlyCollection<string>)Find(Load(program), "StepTable").GetProperty("Names")!.GetValue(null)!;

    /// <summary>The median seconds of a run, after a warm-up.</summary>
    public double Median(int threads, double seconds) => (double)median.Invoke(clock, [threads, seconds])!;

    private static Assembly Load(string program) => new Context(Path.GetFullPath(program)).LoadFromAssemblyPath(Path.GetFullPath(program));

    private static Type Find(Assembly assembly, string type) => assembly.GetType($"Ansatz.Benchmarks.Steps.{type}", throwOnError: true)!;

    /// <summary>Loads the assemblies that lie beside a program, never those of this process.</summary>
    private sealed class Context(string program) : AssemblyLoadContext("checkout")
    {
        private readonly AssemblyDependencyResolver resolver = new(program);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;
    }
}
