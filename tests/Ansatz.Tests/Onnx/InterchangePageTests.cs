using Ansatz.Tensors;
using Ansatz.Tests.Programs;

namespace Ansatz.Tests.Onnx;

/// <summary>The programs of the page on interchange run, and ONNX Runtime reads what they write.</summary>
public sealed class InterchangePageTests
{
    [Fact]
    public void TheFilesOfThePageRun()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("x → logProb", SampleProgram.RunPrograms("interchange-*", folder.Path), StringComparison.Ordinal);
        var forward = OnnxRuntime.Run(File.ReadAllBytes(folder["forward.onnx"]), ("noise", Tensor.From([0.5f, -1, 1, 0], [2, 2])));
        var inverse = OnnxRuntime.Run(File.ReadAllBytes(folder["inverse.onnx"]), ("x", forward["x"]));
        OnnxRuntime.AssertClose(Tensor.From([0.5f, -1, 1, 0], [2, 2]), inverse["noise"], "there and back");
        var classes = OnnxRuntime.Run(File.ReadAllBytes(folder["classifier.onnx"]), ("x", Tensor.Ones([7, 4])));
        Assert.Equal(7, classes["class"].Length);
        Assert.Equal([8, 27], OnnxRuntime.Run(File.ReadAllBytes(folder["cube.onnx"]), ("x", Tensor.From([2, 3], [1, 2])))["y"].ToArray());
    }
}
