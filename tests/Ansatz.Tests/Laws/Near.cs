using Ansatz.Tensors;

namespace Ansatz.Tests.Laws;

internal static class Near
{
    /// <summary>|actual − expected| ≤ tolerance·(1 + |expected|) for every element; equal infinities are near, NaN is near nothing.</summary>
    public static void All(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        float[] e = expected.ToArray(), a = actual.ToArray();
        for (var i = 0; i < e.Length; i++)
            Assert.True(e[i] == a[i] || Math.Abs((double)a[i] - e[i]) <= tolerance * (1 + Math.Abs((double)e[i])), $"element {i}: expected {e[i]}, found {a[i]}");
    }
}
