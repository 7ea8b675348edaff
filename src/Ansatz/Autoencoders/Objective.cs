using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>What a <see cref="VariationalAutoencoder"/> is trained to minimise, and what is reported of it. A value, without parameters of its own.</summary>
public abstract class Objective
{
    /// <summary>The weight of the divergence at the end of its schedule.</summary>
    public abstract double Beta { get; }

    /// <summary>The epoch from which on the objective no longer changes, where early stopping should begin.</summary>
    public virtual double SettledAt => 0;

    /// <summary>What a configuration says of it.</summary>
    public abstract override string ToString();

    /// <summary>The number to minimise, a mean over the batch in nats, and its parts.</summary>
    internal abstract (Tensor Loss, Metrics Metrics) Train(VariationalAutoencoder model, Batch batch, Pass pass);

    /// <summary>The same numbers as they are after training, summed in double.</summary>
    internal abstract Metrics Evaluate(VariationalAutoencoder model, Batch batch, Pass pass);

    public static implicit operator Objective(Schedule beta) => new EvidenceLowerBound(beta);

    public static implicit operator Objective(double beta) => new EvidenceLowerBound(beta);

    /// <summary>Refuses a posterior through whose draws no gradient flows: the encoder would follow only a part of the slope.</summary>
    /// <exception cref="NotSupportedException">The posterior is not reparameterized.</exception>
    private protected void RequirePathwise(Distribution posterior)
    {
        if (posterior.IsReparameterized) return;
        throw new NotSupportedException(
            $"{GetType().Name}: the encoder gives the posterior {NameOf(posterior)}, whose draws carry no gradient (IsReparameterized is false); use a posterior that is reparameterized, such as MultivariateNormalDiag.");
    }

    private static string NameOf(Distribution d) => d switch
    {
        Independent i => $"{nameof(Independent)} {NameOf(i.Part)}",
        TransformedDistribution t => $"{nameof(TransformedDistribution)} of a {NameOf(t.Base)}",
        _ => d.GetType().Name,
    };

    private protected static double MeanInDouble(Tensor values)
    {
        var sum = 0.0;
        foreach (var v in values.Span) sum += v;
        return sum / values.Length;
    }
}
