using Ansatz.Distributions;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Autoencoders;

/// <summary>What an autoencoder is trained to minimise, and what is reported of it. A value, without parameters of its own.</summary>
/// <remarks>
/// To write one, derive a class and say what the loss of a batch is; <see cref="AutoencoderTerms"/> gives the parts. EvidenceLowerBound.cs is the file to copy.
/// </remarks>
public abstract class Objective
{
    /// <summary>The weight of the divergence at the end of its schedule; 1 unless overridden.</summary>
    public virtual double Beta => 1;

    /// <summary>The epoch from which on the objective no longer changes, where early stopping should begin.</summary>
    public virtual double SettledAt => 0;

    /// <summary>What a configuration says of it.</summary>
    public abstract override string ToString();

    /// <summary>The number to minimise, a mean over the batch in nats, and its parts.</summary>
    /// <param name="model">The autoencoder. The objective asks its encoder, decoder and prior.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="pass">A training pass, with the step's tape and stream.</param>
    protected abstract (Tensor Loss, Metrics Metrics) Loss(IAutoencoder model, Batch batch, Pass pass);

    /// <summary>The same numbers as they are after training, summed in double.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="pass">An evaluation pass, with a fixed stream.</param>
    public abstract Metrics Evaluate(IAutoencoder model, Batch batch, Pass pass);

    /// <summary>One training step of a model: the gradients of the loss, and the numbers to report.</summary>
    /// <param name="model">The autoencoder.</param>
    /// <param name="batch">The examples.</param>
    /// <param name="pass">A training pass, with the step's tape and stream.</param>
    public StepResult Step(IAutoencoder model, Batch batch, Pass pass)
    {
        var (loss, metrics) = Loss(model, batch, pass);
        return new StepResult(pass.Tape!.Backward(loss), metrics);
    }

    public static implicit operator Objective(Schedule beta) => new EvidenceLowerBound(beta);

    public static implicit operator Objective(double beta) => new EvidenceLowerBound(beta);

    /// <summary>Refuses a posterior through whose draws no gradient flows: the encoder would follow only a part of the slope.</summary>
    /// <exception cref="NotSupportedException">The posterior is not reparameterized.</exception>
    protected void RequirePathwise(Distribution posterior)
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

    /// <summary>The mean of all values, summed in double.</summary>
    protected static double MeanInDouble(Tensor values)
    {
        var sum = 0.0;
        foreach (var v in values.Span) sum += v;
        return sum / values.Length;
    }
}
