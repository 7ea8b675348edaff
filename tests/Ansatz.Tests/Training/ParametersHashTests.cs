using System.Security.Cryptography;
using Ansatz.Tensors;
using Ansatz.Training;

namespace Ansatz.Tests.Training;

public sealed class ParametersHashTests
{
    private static Parameter Named(string name, Shape shape, params float[] values)
    {
        var p = new Parameter(shape) { Name = name };
        p.Assign(values);
        return p;
    }

    [Fact]
    public void ItIsTheHashOfTheBytesDescribed()
    {
        byte[] expected =
        [
            (byte)'B', 0, 0, 0, 0, 0, 0x00, 0x00, 0x80, 0x3f,                                                    // "B", rank 0, 1f
            (byte)'a', 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x80,    // "a", rank 2, 1 × 2, 2f, −0f
        ];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(expected)), ParametersHash.Of([Named("a", [1, 2], 2, -0f), Named("B", [], 1)]));
    }

    [Fact]
    public void NamesShapesAndValuesMatterAndTheirOrderDoesNot()
    {
        Parameter a = Named("a", [2], 1, 2), b = Named("b", [2], 3, 4);
        var hash = ParametersHash.Of([a, b]);
        Assert.Equal(hash, ParametersHash.Of([b, a]));
        Assert.NotEqual(hash, ParametersHash.Of([a, Named("c", [2], 3, 4)]));
        Assert.NotEqual(hash, ParametersHash.Of([a, Named("b", [1, 2], 3, 4)]));
        Assert.NotEqual(hash, ParametersHash.Of([a, Named("b", [2], 3, MathF.BitIncrement(4))]));
    }
}
