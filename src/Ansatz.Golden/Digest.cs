using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Ansatz.Golden;

/// <summary>SHA-256 over values in the order they are added. Every NaN counts as one value: which NaN comes out is the processor's choice.</summary>
internal sealed class Digest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public void Add(ReadOnlySpan<float> values)
    {
        var canonical = new float[values.Length];
        for (var i = 0; i < values.Length; i++) canonical[i] = float.IsNaN(values[i]) ? float.NaN : values[i];
        hash.AppendData(MemoryMarshal.AsBytes(canonical.AsSpan()));
    }

    public void Add(ReadOnlySpan<double> values)
    {
        var canonical = new double[values.Length];
        for (var i = 0; i < values.Length; i++) canonical[i] = double.IsNaN(values[i]) ? double.NaN : values[i];
        hash.AppendData(MemoryMarshal.AsBytes(canonical.AsSpan()));
    }

    public void Add(ReadOnlySpan<byte> values) => hash.AppendData(values);

    public void Add(ReadOnlySpan<uint> values) => hash.AppendData(MemoryMarshal.AsBytes(values));

    public void Add(ReadOnlySpan<int> values) => hash.AppendData(MemoryMarshal.AsBytes(values));

    /// <summary>The hash of all that was added, in lower-case hexadecimal.</summary>
    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    public void Dispose() => hash.Dispose();
}
