using Ansatz.Tensors;

namespace Ansatz.Networks;

/// <summary>
/// Makes a network conditional: behind the last dimension of each example come classCount more elements, 1 at the example's class and 0 elsewhere. Features
/// [n, f] become [n, f + classCount]; images get classCount more channels, each of one value throughout.
/// </summary>
/// <remarks>The classes are those of the <see cref="Pass"/>. Where there are k times as many rows as classes, rows i, i + n, i + 2n, … share class i.</remarks>
/// <param name="classCount">Classes, 1 or more; labels run from 0 to classCount − 1.</param>
public sealed class JoinLabels(int classCount) : Layer
{
    public int ClassCount { get; } = classCount >= 1
        ? classCount
        : throw new ArgumentOutOfRangeException(nameof(classCount), $"JoinLabels: {classCount} classes; expected 1 or more.");

    public override Tensor Forward(Tensor x, Pass pass = default) => Tensor.Concat(-1, x, OneHot(x, pass));

    public override string Describe() => Line($"{ClassCount}");

    private Tensor OneHot(Tensor x, Pass pass)
    {
        var planes = Tensor.Allocate(x.Shape[..^1].Concat([ClassCount]), x.Tape);
        planes.Span.Clear();
        if (pass.Trace is not null) return planes;
        var labels = pass.Labels ?? throw new InvalidOperationException("JoinLabels: the pass has no labels; give it those of the examples, or use an unconditional network.");
        if (labels.Length == 0 || x.Shape[0] % labels.Length != 0)
            throw new ArgumentException($"JoinLabels: {labels.Length} labels for {x.Shape[0]} examples; expected one each.");
        var length = planes.Shape[1..].Size;
        for (var row = 0; row < x.Shape[0]; row++)
        {
            var label = labels[row % labels.Length];
            if (label < 0 || label >= ClassCount) throw new ArgumentException($"JoinLabels: found the label {label}; expected 0 to {ClassCount - 1}.");
            var plane = planes.Span.Slice(row * length, length);
            for (var i = label; i < length; i += ClassCount) plane[i] = 1;
        }
        return planes;
    }
}
