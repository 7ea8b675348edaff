using Ansatz.Formats;

namespace Ansatz.Onnx;

/// <summary>
/// A function of tensors as an ONNX model (operator set 17, IR version 8), for ONNX Runtime and whatever else reads such files. The first dimension of every input is the batch, n, and
/// may have any length.
/// </summary>
/// <example><code>
/// OnnxModel.Encoder(model, example: [28, 28, 1]).Save("encoder.onnx");
///
/// var own = OnnxModel.Trace("distance", trace =>
/// {
///     Tensor x = trace.Input("x", [784]), noise = trace.Input("noise", [8]);
///     var z = network.Forward(x, trace.Pass) + 0.1f * noise;
///     trace.Output("distance", z.Norm(-1));
/// });
/// own.Save("distance.onnx");
/// </code></example>
public sealed partial class OnnxModel
{
    internal const int FirstBatch = 3, SecondBatch = 5;

    private readonly ReadOnlyMemory<byte> bytes;

    private OnnxModel(string name, OnnxGraph graph)
    {
        (Name, bytes) = (name, OnnxFile.Encode(name, graph));
        Inputs = [.. graph.Inputs.Select(i => i.Name)];
        Outputs = [.. graph.Outputs.Select(o => o.Name)];
    }

    /// <summary>The graph's name.</summary>
    public string Name { get; }

    /// <summary>The names of the inputs.</summary>
    public IReadOnlyList<string> Inputs { get; }

    /// <summary>The names of the outputs.</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>
    /// Runs a function on a tape and translates the ops that it records. Parameters and other constants become constants of the graph, under their names.
    /// </summary>
    /// <remarks>
    /// The function runs twice, with other inputs and another batch size, and its two records are compared: so the graph holds for every batch size, and a value that the function read from its inputs
    /// without an op is found.
    /// </remarks>
    /// <param name="name">The graph's name.</param>
    /// <param name="function">Takes inputs from the trace, computes with its pass, and names outputs.</param>
    /// <param name="translators">How ops are written, if you have ops of your own.</param>
    /// <exception cref="NotSupportedException">An op has no translation; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The function chooses its way by values, reads values or draws noise; the message says what to do instead.</exception>
    public static OnnxModel Trace(string name, Action<OnnxTrace> function, OnnxTranslators? translators = null)
    {
        using OnnxTrace first = new(FirstBatch, 1), second = new(SecondBatch, 2);
        function(first);
        function(second);
        return new OnnxModel(name, Translation.Of(first, second, translators ?? new OnnxTranslators()));
    }

    /// <summary>Writes the file, completely or not at all.</summary>
    public void Save(string path) => AtomicFile.Write(path, Save);

    /// <summary>Writes the file to a stream, which stays open.</summary>
    public void Save(Stream stream) => stream.Write(bytes.Span);
}
