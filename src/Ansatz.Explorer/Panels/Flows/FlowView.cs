using Ansatz.Bijectors;
using Ansatz.Distributions;
using Ansatz.Flows;
using Ansatz.Networks;

namespace Ansatz.Explorer.Panels.Flows;

/// <summary>A flow as the page shows it: points at every stage from the noise to the data.</summary>
/// <param name="name">Which of the run's flows it is.</param>
/// <param name="axes">The names of the data's numbers.</param>
internal abstract class FlowView(string name, IReadOnlyList<string> axes)
{
    public string Name => name;

    public IReadOnlyList<string> Axes => axes;

    /// <summary>The names of the stages: the noise, what each bijector makes of it, and the data.</summary>
    public IReadOnlyList<string> Stages => field ??= ["noise", .. Map(Contexts(new Rng(0), 1)).Parts.Select(Words), .. OwnStages];

    /// <summary>Points at every stage, [count, numbers] each.</summary>
    /// <param name="rng">The stream of the draws.</param>
    /// <param name="count">1 or more.</param>
    public IReadOnlyList<float[]> Draw(Rng rng, int count)
    {
        var (noise, parts) = Map(Contexts(rng, count));
        return Shown(FlowTrail.Forward(parts, noise.Sample(rng.Fork("noise"), [count])));
    }

    /// <summary>One point at every stage.</summary>
    /// <param name="point">A point of the noise or of the data.</param>
    /// <param name="isData">Whether it is one of the data.</param>
    /// <param name="rng">The stream of the draws that are shown.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="draw">The one whose categories the point has.</param>
    public IReadOnlyList<float[]> Follow(float[] point, bool isData, Rng rng, int count, int draw)
    {
        var context = Contexts(rng, count);
        var parts = Map(context.Values is { Rank: 2 } all && all.Shape[1] > 0 ? all.Slice(0, draw, 1) : Context.None).Parts;
        var start = Tensor.From(isData ? FromShown(point) : point, [1, Axes.Count]);
        return Shown(isData ? FlowTrail.Inverse(parts, start) : FlowTrail.Forward(parts, start));
    }

    /// <summary>Whether the data have two numbers and a density that depends on nothing else.</summary>
    public abstract bool HasDensity { get; }

    /// <summary>log p of points of the data in nats, if it <see cref="HasDensity"/>.</summary>
    /// <param name="points">[count, 2].</param>
    public abstract double[] LogDensity(float[] points);

    /// <summary>Stages behind the bijectors.</summary>
    protected virtual IReadOnlyList<string> OwnStages => [];

    /// <summary>What the flow is told of some draws.</summary>
    protected virtual Context Contexts(Rng rng, int count) => Context.None;

    /// <summary>The noise, and the bijectors from it to the data.</summary>
    protected abstract (Distribution Noise, IReadOnlyList<Bijector> Parts) Map(Context context);

    /// <summary>The values of all stages as they are shown.</summary>
    protected virtual IReadOnlyList<float[]> Shown(IReadOnlyList<Tensor> values) => [.. values.Select(v => v.ToArray())];

    /// <summary>The value after the last bijector of a point as it is shown.</summary>
    protected virtual float[] FromShown(float[] point) => point;

    // “split coupling” for SplitCoupling.
    private static string Words(Bijector part) => part is Invert inverse ? $"inverse of {Words(inverse.Inner)}"
        : string.Concat(part.GetType().Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
