using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Random;

namespace Ansatz.Onnx;

/// <summary>One run of a function that becomes an ONNX graph: it takes its inputs from here, computes with <see cref="Pass"/>, and names its outputs.</summary>
/// <remarks>
/// The values of the inputs are random. What the function computes from them with ops is recorded; a value that it reads itself, with ToArray or Item, is not, and is refused.
/// </remarks>
public sealed class OnnxTrace : IDisposable
{
    private readonly Rng rng;

    internal OnnxTrace(int batchSize, ulong seed)
    {
        (BatchSize, rng) = (batchSize, new Rng(seed));
        Tape = Tape.ForTrace();
        Pass = new Pass(Tape);
    }

    /// <summary>How networks are run: in evaluation, on the tape of this run.</summary>
    public Pass Pass { get; }

    /// <summary>The n of this run; the file takes any other.</summary>
    public int BatchSize { get; }

    internal Tape Tape { get; }

    internal List<(string Name, Tensor Value, ElementType Type)> Inputs { get; } = [];

    internal List<(string Name, Tensor Value)> Outputs { get; } = [];

    /// <summary>An input of the graph, [n, example…], of 32-bit floats.</summary>
    /// <param name="name">What the file calls it.</param>
    /// <param name="example">The shape without the batch.</param>
    /// <param name="support">Where the values of this run lie, for functions that check them; by default standard normal numbers.</param>
    public Tensor Input(string name, Shape example, Support? support = null)
    {
        Shape shape = new Shape(BatchSize).Concat(example);
        var values = new float[shape.Size];
        var stream = rng.Fork(name);
        if (support is null || ReferenceEquals(support, Support.Reals)) stream.Normal(values);
        else stream.Uniform(values);
        var drawn = Tensor.From(values, shape);
        if (support is not null)
        {
            var isInside = support.Contains(drawn);
            drawn = isInside.Reshape(isInside.Shape.Concat([.. Enumerable.Repeat(1, support.EventRank)])).Where(drawn, support.InteriorPoint(shape));
        }
        return Add(name, drawn, ElementType.Float);
    }

    /// <summary>An input whose shape does not depend on the batch, with these values in this run.</summary>
    internal Tensor FixedInput(string name, Tensor value) => Add(name, value, ElementType.Float);

    /// <summary>The class of each example as an input of 64-bit integers, [n], for a <see cref="Context"/>.</summary>
    /// <param name="name">What the file calls it.</param>
    /// <param name="classCount">Labels run from 0 to classCount − 1.</param>
    public IReadOnlyList<int> Labels(string name, int classCount) =>
        new LabelTensor(Add(name, Tensor.From([.. Enumerable.Range(0, BatchSize).Select(i => (float)((i + BatchSize) % classCount))]), ElementType.Int64));

    /// <summary>Names a result as an output of the graph.</summary>
    public void Output(string name, Tensor value) => Outputs.Add((name, value));

    /// <summary>Ends the run's tape.</summary>
    public void Dispose() => Tape.Dispose();

    private Tensor Add(string name, Tensor drawn, ElementType type)
    {
        var watched = Tape.Watch(drawn);
        Inputs.Add((name, watched, type));
        return watched;
    }
}
