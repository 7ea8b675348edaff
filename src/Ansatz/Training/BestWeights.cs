using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Training;

/// <summary>The weights of the epoch with the lowest validation objective so far.</summary>
/// <param name="parameters">What is kept, statistics included.</param>
/// <param name="rule">Which epochs count and how long to wait for a better one.</param>
internal sealed class BestWeights(IReadOnlyList<Parameter> parameters, EarlyStopping rule)
{
    private Tensor[] values = [];

    /// <summary>Infinite before there is a best epoch.</summary>
    public double Objective { get; private set; } = double.PositiveInfinity;

    /// <summary>Counted from 1; 0 before there is a best epoch.</summary>
    public int Epoch { get; private set; }

    /// <summary>What a checkpoint holds; nothing before there is a best epoch.</summary>
    public IEnumerable<(string Name, Tensor Values)> Memory => values.Zip(ParameterList.Named(parameters), (v, p) => (p.Name, v));

    /// <summary>Notes the objective of the weights as they are, and keeps them if it is the best so far.</summary>
    public void Observe(int epoch, double objective)
    {
        if (epoch < rule.StartEpoch || !(objective < Objective || objective <= rule.GoodEnough)) return;
        Resume(epoch, objective);
        for (var i = 0; i < values.Length; i++) parameters[i].Value.CopyTo(values[i].Span);
    }

    public bool IsPatienceOver(int epoch) => Epoch > 0 && epoch - Epoch >= rule.Patience;

    /// <summary>Gives the model the best weights, if there are any, and keeps its own in their place; a second call undoes the first.</summary>
    public void Exchange()
    {
        for (var i = 0; i < values.Length; i++)
        {
            Span<float> best = values[i].Span, own = parameters[i].Value.Span;
            for (var j = 0; j < best.Length; j++) (best[j], own[j]) = (own[j], best[j]);
        }
    }

    /// <summary>Makes room for the weights of an epoch that a checkpoint holds.</summary>
    public void Resume(int epoch, double objective)
    {
        (Epoch, Objective) = (epoch, objective);
        if (epoch > 0 && values.Length == 0) values = [.. parameters.Select(p => Tensor.Allocate(p.Shape))];
    }
}
