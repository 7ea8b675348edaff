using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Benchmarks.Machine;

/// <summary>What the machine is, without its name.</summary>
internal static class Processor
{
    public static string Describe()
    {
        var vectors = Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "128-bit vectors";
        return $"{Model()}, {Environment.ProcessorCount} cores, {vectors}, {RuntimeInformation.FrameworkDescription}";
    }

    private static string Model()
    {
        const string File = "/proc/cpuinfo";
        if (!System.IO.File.Exists(File)) return $"{RuntimeInformation.ProcessArchitecture} processor";
        string? Field(string name) => System.IO.File.ReadLines(File).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim();
        return $"{Field("model name")} (family {Field("cpu family")}, model {Field("model\t")})";
    }
}
