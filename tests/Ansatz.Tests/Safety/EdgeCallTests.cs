using Ansatz.Tensors;
using Ansatz.Tests.Golden;

namespace Ansatz.Tests.Safety;

/// <summary>No public op, layer, measure or reader crashes, reads foreign memory or fails without a message, whatever its arguments.</summary>
public sealed class EdgeCallTests
{
    public static TheoryData<string> Groups => [.. EdgeCalls.Groups];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task ArgumentsAtTheEdgesGiveAValueOrAMeantException(string group)
    {
        // A limit of 256 MB lets sizes that memory does not hold fail at once.
        using var child = ChildProcess.Start(["--edges", group], "ANSATZ_CHECKED=1", "DOTNET_GCHeapHardLimit=0x10000000");
        var errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var last = "nothing was called";
        var faults = new List<string>();
        while (await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            if (line.StartsWith("FAULT ", StringComparison.Ordinal)) faults.Add(line);
            else if (!line.StartsWith("   at ", StringComparison.Ordinal)) last = line;
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(faults);
        Assert.True(child.ExitCode == 0, $"The process ended with {child.ExitCode} after {last}: {await errors}");
    }

    [Fact]
    public void TheCallsAreFound()
    {
        string[] ops = [.. EdgeCalls.Ops.Select(m => m.Name).Distinct()], layers = [.. EdgeCalls.Layers.Select(c => c.DeclaringType!.Name)], readers = [.. EdgeCalls.Readers.Select(m => m.DeclaringType!.Name)];
        Assert.Empty(new[] { "Convolve", "ConvolveTransposed", "MatMul", "Max", "Permute", "Gather", "Concat", "op_Addition", "From", "get_At" }.Except(ops));
        Assert.Empty(new[] { "Dense", "Conv2D", "Conv2DTranspose", "BatchNormalization", "Crop" }.Except(layers));
        Assert.Empty(new[] { "Npy", "Npz", "Png", "Idx", "Safetensors" }.Except(readers));
    }

    /// <summary>The guards find what they are for.</summary>
    [Theory]
    [InlineData("after")]
    [InlineData("before")]
    [InlineData("scratch")]
    [InlineData("none")]
    public void WritesOutsideAnOperandAreFoundInTheCheckedMode(string where)
    {
        using var child = ChildProcess.Start(["--overrun", where], "ANSATZ_CHECKED=1");
        var output = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        Assert.StartsWith(where == "none" ? "[3]" : "Overrun: memory outside an operand was written", output, StringComparison.Ordinal);
    }
}

/// <summary>An op that writes outside its output, or its scratch memory, where it is told to.</summary>
internal sealed unsafe class Overrun(string where) : Op
{
    public static string Run(string where)
    {
        try
        {
            return $"{new Overrun(where).Apply(Tensor.Ones([3])).Shape}";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
    {
        var y = Tensor.Zeros(inputs[0].Shape);
        var scratch = Scratch.Floats(ScratchUse.Window, 5);
        fixed (float* p = y.Span)
        {
            if (where == "after") p[3] = 1;
            if (where == "before") p[-1] = 1;
            if (where == "scratch") scratch[5] = 1;
        }
        return y;
    }

    public override void Backward(in BackwardStep step) { }
}
