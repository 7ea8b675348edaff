using Ansatz.Onnx;
using Ansatz.Tensors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = Ansatz.Tensors.Tensor;

namespace Ansatz.Tests.Onnx;

/// <summary>Runs exported models in ONNX Runtime, whose outputs must be those of the library.</summary>
internal static class OnnxRuntime
{
    /// <summary>The outputs by name.</summary>
    public static IReadOnlyDictionary<string, Tensor> Run(OnnxModel model, params (string Name, Tensor Value)[] inputs) => Run(Bytes(model), inputs);

    /// <summary>The same for the bytes of a file.</summary>
    public static IReadOnlyDictionary<string, Tensor> Run(byte[] model, params (string Name, Tensor Value)[] inputs)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using var results = session.Run([.. inputs.Select(i => Value(session, i.Name, i.Value))]);
        return results.ToDictionary(r => r.Name, r => r.AsTensor<float>() is var t ? Tensor.From(t.ToArray(), new Shape(t.Dimensions)) : null!);
    }

    public static byte[] Bytes(OnnxModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }

    /// <summary>max |a − b| ≤ 1e-5 · max(1, max |b|). Infinite and NaN elements must be the same.</summary>
    public static void AssertClose(Tensor expected, Tensor found, string what)
    {
        Assert.Equal(expected.Shape, found.Shape);
        float[] a = found.ToArray(), b = expected.ToArray();
        var size = b.Where(float.IsFinite).Select(v => Math.Abs((double)v)).Append(1).Max();
        for (var i = 0; i < a.Length; i++)
            if (float.IsFinite(b[i]) ? !(Math.Abs((double)a[i] - b[i]) <= 1e-5 * size) : !a[i].Equals(b[i]))
                Assert.Fail($"{what}: element {i} of {expected.Shape} is {a[i]} in ONNX Runtime and {b[i]} here; the largest is {size}.");
    }

    private static NamedOnnxValue Value(InferenceSession session, string name, Tensor value)
    {
        int[] shape = [.. value.Shape];
        return session.InputMetadata[name].ElementType == typeof(long)
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(value.ToArray(), v => (long)v), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(value.ToArray(), shape));
    }
}
