using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>What expectation-maximization found.</summary>
/// <param name="Density">The mixture, in double; its components ascend in their means' first coordinates.</param>
/// <param name="LogLikelihood">∑ log p over the points, in nats.</param>
/// <param name="ParameterCount">Free numbers: weights K − 1, means K·d, and those of the covariances.</param>
/// <param name="PointCount">N.</param>
/// <param name="Trace">The log-likelihood of each mixture, from the best start to its end; it never falls if <paramref name="Regularization"/> is 0.</param>
/// <param name="HasConverged">Whether the last step of expectation-maximization gained no more than the tolerance; false at the limit of steps.</param>
/// <param name="Regularization">The share of the data's variance that was added to every variance, because an option says so or because every start collapsed without it; else 0.</param>
public sealed record MixtureFit(
    MixtureDensity Density, double LogLikelihood, int ParameterCount, int PointCount, IReadOnlyList<double> Trace, bool HasConverged, double Regularization)
{
    /// <summary>p log N − 2 log L; lower is better. (mclust prints its negative.) Schwarz, Estimating the dimension of a model (1978).</summary>
    public double Bic => ParameterCount * DoubleMath.Log(PointCount) - 2 * LogLikelihood;

    /// <summary>2p − 2 log L; lower is better. Akaike, A new look at the statistical model identification (1974).</summary>
    public double Aic => 2 * ParameterCount - 2 * LogLikelihood;
}
