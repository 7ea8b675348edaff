using System.Runtime.Intrinsics;
using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Onnx;
using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Tests.Onnx;

/// <summary>What may become a graph and what is refused, and what the file holds.</summary>
public sealed class TraceTests
{
    [Fact]
    public void AModuleOfOnesOwnIsExported()
    {
        var own = new Squash();
        own.Initialize(new Rng(1));
        var model = OnnxModel.Trace("squash", trace => trace.Output("y", own.Forward(trace.Input("x", [3]), trace.Pass)));
        var x = Tensor.From([1, 2, 3, -1, 0, 5], [2, 3]);
        OnnxRuntime.AssertClose(own.Forward(x), OnnxRuntime.Run(model, ("x", x))["y"], "y");
        Assert.Equal(["x"], model.Inputs);
        Assert.Equal(["y"], model.Outputs);
        Assert.Contains("dense.weight", System.Text.Encoding.UTF8.GetString(OnnxRuntime.Bytes(model)), StringComparison.Ordinal);
    }

    [Fact]
    public void AnOpOfOnesOwnNeedsATranslation()
    {
        void Function(OnnxTrace trace) => trace.Output("y", new Doubled().Apply(trace.Input("x", [2]).Map(default(Cube))));
        Assert.Contains("new OnnxTranslators().AddFunction<Cube>(…)", Assert.Throws<NotSupportedException>(() => OnnxModel.Trace("own", Function)).Message, StringComparison.Ordinal);
        var translators = new OnnxTranslators().AddFunction<Cube>((_, x) => x * x * x);
        Assert.Contains("new OnnxTranslators().Add<Doubled>(…)", Assert.Throws<NotSupportedException>(() => OnnxModel.Trace("own", Function, translators)).Message, StringComparison.Ordinal);
        translators.Add<Doubled>((_, _, inputs) => inputs[0] + inputs[0]);
        var y = OnnxRuntime.Run(OnnxModel.Trace("own", Function, translators), ("x", Tensor.From([2, 3], [1, 2])))["y"];
        Assert.Equal([16, 54], y.ToArray());
    }

    [Fact]
    public void AValueThatWasReadIsRefused()
    {
        Assert.Contains("changes with the inputs", Refused(x => x * Tensor.From(x.ToArray(), x.Shape).Slice(0, 0, 1)), StringComparison.Ordinal);
        Assert.Contains("changes with the inputs", Refused(x => x * x.Detach().Sum()), StringComparison.Ordinal);
        Assert.Contains("another way", Refused(x => x.Shape[0] > 4 ? x.Exp() : x), StringComparison.Ordinal);
        Assert.Contains("make it an input", Refused(x => x + new Rng(1).Normal(x.Shape, tape: x.Tape)), StringComparison.Ordinal);
        Assert.Contains("proportion to the batch", Refused(x => x.MatMul(x.Transpose()).Reshape([x.Shape[0] * x.Shape[0]]) * 2), StringComparison.Ordinal);
    }

    [Fact]
    public void OutputsMayBeConstantsAndInputs()
    {
        var model = OnnxModel.Trace("parts", trace =>
        {
            var x = trace.Input("x", [2]);
            trace.Output("same", x);
            trace.Output("two", Tensor.Full([3], 2));
            trace.Output("rows", Tensor.Ones([trace.BatchSize, 2]));
            trace.Output("examples", x.Sum(0));
        });
        var x = Tensor.From([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
        var found = OnnxRuntime.Run(model, ("x", x));
        Assert.Equal(x.ToArray(), found["same"].ToArray());
        Assert.Equal([2, 2, 2], found["two"].ToArray());
        Assert.Equal([4, 2], found["rows"].Shape);
        Assert.Equal([16, 20], found["examples"].ToArray());
    }

    private static string Refused(Func<Tensor, Tensor> function) =>
        Assert.Throws<InvalidOperationException>(() => OnnxModel.Trace("bad", trace => trace.Output("y", function(trace.Input("x", [2]))))).Message;

    private sealed class Squash : Layer
    {
        private readonly Dense dense = new(3, 4, Activation.Tanh);

        public override Tensor Forward(Tensor x, Pass pass = default) => dense.Forward(x, pass).Softmax() * 3;

        public override string Describe() => "Squash";
    }

    private readonly struct Cube : IUnary
    {
        public string Name => nameof(Cube);

        public Vector512<float> Value(Vector512<float> x) => x * x * x;

        public Vector512<float> Slope(Vector512<float> x, Vector512<float> y) => Vector512.Create(3f) * x * x;
    }

    private sealed class Doubled : Op
    {
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs, Tape? tape)
        {
            var y = Allocate(inputs[0].Shape, tape);
            for (var i = 0; i < y.Length; i++) Elements(y)[i] = 2 * Elements(inputs[0])[i];
            return y;
        }

        public override void Backward(in BackwardStep step) => step.Add(0, step.Gradient * 2);
    }
}
