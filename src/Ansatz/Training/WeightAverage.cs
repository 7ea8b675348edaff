using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>
/// The exponential moving average of a model's weights, which fluctuates less than the weights themselves: after step t, w̄ ← w̄ + (1 − d)(w − w̄) with
/// d = min(decay, (1 + t)/(10 + t)), so that the first weights are soon forgotten.
/// </summary>
/// <remarks>
/// Polyak and Juditsky, Acceleration of stochastic approximation by averaging (1992); the rising decay is TensorFlow's. Moving statistics are
/// averages already and stay as they are.
/// </remarks>
public sealed class WeightAverage
{
    private readonly double decay;
    private readonly (string Name, Parameter Parameter, Tensor Average)[] entries;

    /// <summary>An average that begins at the weights as they are.</summary>
    /// <param name="parameters">Those that are trainable are averaged.</param>
    /// <param name="decay">The share that a step leaves of the average in the long run, in (0, 1); it remembers about 1/(1 − decay) steps.</param>
    public WeightAverage(IReadOnlyList<Parameter> parameters, double decay)
    {
        if (decay is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), $"WeightAverage: the decay is {decay}; expected more than 0 and less than 1.");
        this.decay = decay;
        entries = [.. ParameterList.Named(parameters).Where(p => p.Parameter.IsTrainable).Select(p => (p.Name, p.Parameter, p.Parameter.Value.Detach()))];
    }

    /// <summary>Follows the weights; call it after each step of the optimizer.</summary>
    /// <param name="stepCount">t, steps taken so far.</param>
    public void Follow(long stepCount)
    {
        var update = new AverageUpdate((float)(1 - Math.Min(decay, (1.0 + stepCount) / (10.0 + stepCount))));
        foreach (var (_, parameter, average) in entries) WeightUpdates.Run(update, average.Span, parameter.Value.Span);
    }

    /// <summary>Gives the model the averages and keeps its weights in their place; a second call undoes the first.</summary>
    public void Exchange()
    {
        foreach (var (_, parameter, average) in entries)
        {
            Span<float> a = average.Span, w = parameter.Storage();
            for (var i = 0; i < a.Length; i++) (a[i], w[i]) = (w[i], a[i]);
        }
    }

    /// <summary>The averages, which a checkpoint holds.</summary>
    internal IEnumerable<(string Name, Tensor Values)> Memory => entries.Select(e => (e.Name, e.Average));
}

/// <summary>Moves an average towards a value by a fraction.</summary>
internal readonly struct AverageUpdate(float fraction) : IWeightUpdate
{
    public static int MemoryCount => 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(Vector512<float> value, ref Vector512<float> average, ref Vector512<float> unused, ref Vector512<float> alsoUnused) =>
        average = Vector512.FusedMultiplyAdd(Vector512.Create(fraction), value - average, average);
}
