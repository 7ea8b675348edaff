using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// A model's fingerprint: SHA-256 over all parameters and moving statistics in ordinal order of names; for each its name in UTF-8, a zero
/// byte, its rank and dimensions as little-endian 32-bit integers, and its little-endian float32 values.
/// </summary>
/// <remarks>The names of <see cref="Module.Parameters"/> are paths from that module, so the hash does not depend on which other modules hold a part of it.</remarks>
public static class ParametersHash
{
    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of(IReadOnlyList<Parameter> parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, parameter) in ParameterList.Named(parameters).OrderBy(p => p.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name + "\0"));
            Append(hash, parameter.Shape.Rank);
            foreach (var dimension in parameter.Shape.Dimensions) Append(hash, dimension);
            if (BitConverter.IsLittleEndian) hash.AppendData(MemoryMarshal.AsBytes(parameter.Value.Memory.Span));
            else
                foreach (var value in parameter.Value.Memory.Span) Append(hash, BitConverter.SingleToInt32Bits(value));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        hash.AppendData(bytes);
    }
}
