using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Makes a network conditional: behind the last dimension of each example come classCount more elements, 1 at the example's class and 0 elsewhere. Features
/// [n, f] become [n, f + classCount]; images get classCount more channels, each of one value throughout.
/// </summary>
/// <remarks>The classes are the labels of the <see cref="Context"/>.</remarks>
/// <param name="classCount">Classes, 1 or more; labels run from 0 to classCount − 1.</param>
public sealed class JoinLabels(int classCount) : Layer
{
    public int ClassCount { get; } = classCount >= 1
        ? classCount
        : throw new ArgumentOutOfRangeException(nameof(classCount), $"JoinLabels: {classCount} classes; expected 1 or more.");

    public override Tensor Forward(Tensor x, Pass pass = default) => Forward(new Context(x), pass);

    public override Tensor Forward(Context x, Pass pass = default) => Tensor.Concat(-1, x.Values, OneHot(x, pass));

    public override string Describe() => Line($"{ClassCount}");

    private Tensor OneHot(Context context, Pass pass)
    {
        var x = context.Values;
        var planes = Tensor.Allocate(x.Shape[..^1].Concat([ClassCount]), x.Tape);
        planes.Span.Clear();
        if (pass.Trace is not null) return planes;
        if (context.Labels is LabelTensor traced) return traced.OneHot(ClassCount, planes.Shape);
        var labels = context.Labels ?? throw new InvalidOperationException("JoinLabels: the context has no labels; give those of the examples (new Context(values, labels)), or use an unconditional network.");
        if (labels.Count == 0 || x.Shape[0] % labels.Count != 0)
            throw new ArgumentException($"JoinLabels: {labels.Count} labels for {x.Shape[0]} examples; expected one each.", nameof(context));
        var length = planes.Shape[1..].Size;
        for (var row = 0; row < x.Shape[0]; row++)
        {
            var label = labels[row % labels.Count];
            if (label < 0 || label >= ClassCount) throw new ArgumentException($"JoinLabels: found the label {label}; expected 0 to {ClassCount - 1}.", nameof(context));
            var plane = planes.Span.Slice(row * length, length);
            for (var i = label; i < length; i += ClassCount) plane[i] = 1;
        }
        return planes;
    }
}
