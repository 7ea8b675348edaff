using System.Reflection;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Studies.Runs;

/// <summary>What the command runs on. Speed depends on it; no result does.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>The widest vectors in use, with or without fused multiply-add.</summary>
    public static string Vectors =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported && Fma.IsSupported ? "AVX2 + FMA"
        : AdvSimd.IsSupported ? "AdvSimd"
        : "128-bit vectors, software FMA";

    public static string Runtime => RuntimeInformation.FrameworkDescription;
    public static string System => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    public static string Cores => Environment.ProcessorCount == 1 ? "1 core" : $"{Environment.ProcessorCount} cores";

    /// <summary>Processor, cores and vectors.</summary>
    public static string Describe() => $"{Processor()}, {Cores}, {Vectors}";

    private static string Processor()
    {
        try
        {
            if (OperatingSystem.IsLinux() && FieldOf(ProcessorFile, "model name") is { } name) return name;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file may be hidden; the architecture still says something.
        }
        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? $"{RuntimeInformation.ProcessArchitecture} processor";
    }

    private static string? FieldOf(string file, string field) =>
        File.ReadLines(file).FirstOrDefault(l => l.StartsWith(field, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim();
}

/// <summary>Which Ansatz this is, as the build stamped it.</summary>
internal static class Product
{
    private static readonly string[] stamp =
        (typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+', 2);

    public static string Version => stamp[0];

    /// <summary>The commit it was built from, or null when it was built outside a repository.</summary>
    public static string? Commit => stamp.Length > 1 ? stamp[1][..Math.Min(12, stamp[1].Length)] : null;
}
