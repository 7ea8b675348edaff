using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>The contexts of several examples x: their values and labels. The constructor checks them; <see cref="Slice"/> returns those of one batch.</summary>
internal sealed class FlowContext
{
    private readonly Tensor? values;
    private readonly int[]? labels;

    /// <exception cref="ArgumentException">The number of contexts or labels differs from the number of examples. Or contexts or labels are given, but the flow takes none.</exception>
    public FlowContext(Flow flow, Tensor? values, int[]? labels, int count, string verb)
    {
        if (flow.ContextFeatures > 0 ? values is null || values.Shape != [count, flow.ContextFeatures] : values is not null)
            throw new ArgumentException($"{verb}: the context has shape {values?.Shape.ToString() ?? "(none)"}; expected {(flow.ContextFeatures > 0 ? $"[{count}, {flow.ContextFeatures}]" : "none, since the flow takes no context")}.", nameof(values));
        if (flow.ClassCount > 0 ? labels is null || labels.Length != count : labels is not null)
            throw new ArgumentException($"{verb}: {labels?.Length.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no"} labels for {count} examples; expected {(flow.ClassCount > 0 ? "one each" : "none, since the flow takes no labels")}.", nameof(labels));
        (this.values, this.labels) = (values, labels);
    }

    public Context Slice(int start, int length, Tape tape) => new(values is null ? Context.None.Values : tape.Enter(values.Slice(0, start, length)), labels?[start..(start + length)]);

    /// <summary>The contexts of some examples, each repeated.</summary>
    public (Tensor? Values, int[]? Labels) Repeat(int[] examples, int times) => (
        values is null ? null : Tensor.From([.. examples.SelectMany(i => Enumerable.Repeat(values[i].ToArray(), times)).SelectMany(c => c)], [examples.Length * times, values.Shape[1]]),
        labels is null ? null : [.. examples.SelectMany(i => Enumerable.Repeat(labels[i], times))]);

    /// <summary>The input that networks receive for a context, [n, features]: its values, followed by its labels one-hot. Null for an unconditional flow.</summary>
    public static Tensor? Features(Flow flow, Context context)
    {
        if (flow.ContextFeatures + flow.ClassCount == 0) return null;
        var numbers = context.Values;
        if (flow.ContextFeatures > 0 && (numbers.Rank != 2 || numbers.Shape[1] != flow.ContextFeatures))
            throw new ArgumentException($"{flow.GetType().Name}: the context has values {numbers.Shape}; expected [n, {flow.ContextFeatures}].", nameof(context));
        if (flow.ClassCount == 0) return numbers;
        var exampleLabels = context.Labels
            ?? throw new ArgumentException($"{flow.GetType().Name}: the context has no labels; give the class of each example.", nameof(context));
        if (exampleLabels is LabelTensor traced) return Joined(traced.OneHot(flow.ClassCount, [exampleLabels.Count, flow.ClassCount]));
        var oneHot = Tensor.Allocate([exampleLabels.Count, flow.ClassCount], numbers.Tape);
        oneHot.Span.Clear();
        for (var i = 0; i < exampleLabels.Count; i++)
            oneHot.Span[i * flow.ClassCount + Checked(exampleLabels[i], flow)] = 1;
        return Joined(oneHot);

        Tensor Joined(Tensor classes) => flow.ContextFeatures == 0 ? classes : Tensor.Concat(-1, numbers, classes);
    }

    private static int Checked(int label, Flow flow) => label >= 0 && label < flow.ClassCount
        ? label
        : throw new ArgumentException($"{flow.GetType().Name}: found the label {label}; expected 0 to {flow.ClassCount - 1}.", nameof(label));
}
