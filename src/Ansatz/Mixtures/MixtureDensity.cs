using Ansatz.Tensors;

namespace Ansatz.Mixtures;

/// <summary>
/// p(x) = ∑ₖ wₖ N(x; μₖ, Σₖ) in double: what expectation-maximization works on, and what a fitted mixture says of points.
/// </summary>
/// <remarks>Densities are summed as logarithms, so that far points do not underflow.</remarks>
public sealed class MixtureDensity
{
    private const double LogTwoPi = 1.8378770664093454836;

    private readonly double[] weights, means, factors, logScales;

    /// <param name="weights">wₖ &gt; 0, summing to 1.</param>
    /// <param name="means">μₖ, [K, d].</param>
    /// <param name="factors">The lower Cholesky factors of Σₖ, [K, d, d], or standard deviations [K, d] if there are no correlations.</param>
    internal MixtureDensity(double[] weights, double[] means, double[] factors)
    {
        (this.weights, this.means, this.factors) = (weights, means, factors);
        Dimension = means.Length / weights.Length;
        HasCorrelations = factors.Length > means.Length;
        logScales = [.. Enumerable.Range(0, ComponentCount).Select(FindLogScale)];
    }

    /// <summary>A mixture by its weights, means and covariances.</summary>
    /// <param name="weights">w, [K], each positive, summing to 1.</param>
    /// <param name="means">μ, [K, d].</param>
    /// <param name="covariances">Σ, [K, d, d], each symmetric and positive definite; lower triangles are read.</param>
    /// <exception cref="ArgumentException">A number is missing or out of its range.</exception>
    public static MixtureDensity Of(ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> covariances)
    {
        var k = weights.Length;
        var d = k == 0 ? 0 : means.Length / k;
        if (k == 0 || d == 0 || means.Length != k * d || covariances.Length != k * d * d)
            throw new ArgumentException($"MixtureDensity: {k} weights, {means.Length} values of means and {covariances.Length} of covariances; expected K, K·d and K·d·d.", nameof(weights));
        var sum = 0.0;
        foreach (var w in weights) sum += w > 0 ? w : throw new ArgumentException($"MixtureDensity: a weight is {w}; expected more than 0.", nameof(weights));
        if (!(Math.Abs(sum - 1) <= 1e-9)) throw new ArgumentException($"MixtureDensity: the weights sum to {sum}; expected 1.", nameof(weights));
        var triangles = covariances.ToArray();
        for (var c = 0; c < k; c++)
            if (SmallMatrix.Cholesky(d, triangles.AsSpan(c * d * d, d * d)) >= 0)
                throw new ArgumentException($"MixtureDensity: the covariance of component {c} is not positive definite.", nameof(covariances));
        return new MixtureDensity(weights.ToArray(), means.ToArray(), triangles);
    }

    /// <summary>K.</summary>
    public int ComponentCount => weights.Length;

    /// <summary>d.</summary>
    public int Dimension { get; }

    /// <summary>w, [K].</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>μ, [K, d].</summary>
    public ReadOnlySpan<double> Means => means;

    internal bool HasCorrelations { get; }

    /// <summary>μₖ, [d].</summary>
    public ReadOnlySpan<double> Mean(int component) => means.AsSpan(component * Dimension, Dimension);

    /// <summary>Σₖ, [d, d].</summary>
    public double[] Covariance(int component)
    {
        var d = Dimension;
        var covariance = new double[d * d];
        var factor = Factor(component);
        for (var i = 0; i < d; i++)
            for (var j = 0; j < d; j++)
            {
                if (!HasCorrelations) covariance[i * d + j] = i == j ? factor[i] * factor[i] : 0;
                else
                    for (var k = 0; k <= Math.Min(i, j); k++)
                        covariance[i * d + j] = Math.FusedMultiplyAdd(factor[i * d + k], factor[j * d + k], covariance[i * d + j]);
            }
        return covariance;
    }

    /// <summary>log p of each point.</summary>
    /// <param name="data">[N, d].</param>
    public double[] LogProb(ReadOnlySpan<double> data) => Score(data, null);

    /// <summary>∑ log p over the points.</summary>
    /// <param name="data">[N, d].</param>
    public double LogLikelihood(ReadOnlySpan<double> data) => Score(data, null).Sum();

    /// <summary>How probably each point comes from each component, [N, K]; rows sum to 1.</summary>
    /// <param name="data">[N, d].</param>
    public double[] Responsibilities(ReadOnlySpan<double> data)
    {
        var responsibilities = new double[data.Length / Dimension * ComponentCount];
        Score(data, responsibilities);
        return responsibilities;
    }

    /// <summary>p(x_missing | x_observed): the mixture of the elements that are NaN, in their order.</summary>
    /// <param name="x">[d], one or more of them NaN.</param>
    /// <exception cref="ArgumentException">There is another number of elements, or none is missing.</exception>
    public MixtureDensity Condition(ReadOnlySpan<double> x)
    {
        var missing = 0;
        foreach (var element in x)
            if (double.IsNaN(element)) missing++;
        return x.Length == Dimension && missing > 0
            ? MixtureConditional.Of(this, x)
            : throw new ArgumentException($"MixtureDensity: found {x.Length} elements, {missing} of them NaN; expected {Dimension}, with NaN for the missing ones.", nameof(x));
    }

    /// <summary>The mixture of the points x + shift.</summary>
    internal MixtureDensity Shift(ReadOnlySpan<double> shift)
    {
        var moved = means.ToArray();
        for (var i = 0; i < moved.Length; i++) moved[i] += shift[i % Dimension];
        return new(weights, moved, factors);
    }

    /// <summary>The same mixture, its components in ascending order of their means' first coordinates; equal ones keep their order.</summary>
    public MixtureDensity OrderedByMean()
    {
        var order = Enumerable.Range(0, ComponentCount).OrderBy(k => means[k * Dimension]).ToArray();
        return new([.. order.Select(k => weights[k])], [.. order.SelectMany(k => Mean(k).ToArray())], [.. order.SelectMany(k => Factor(k).ToArray())]);
    }

    /// <summary>Lₖ, [d, d], or standard deviations, [d].</summary>
    internal ReadOnlySpan<double> Factor(int component) => factors.AsSpan(component * (factors.Length / ComponentCount), factors.Length / ComponentCount);

    /// <summary>log wₖ − log |Lₖ| − ½ d log 2π.</summary>
    internal double LogScale(int component) => logScales[component];

    /// <summary>log p of each point, with the responsibilities of all components where there is room for them.</summary>
    internal double[] Score(ReadOnlySpan<double> data, double[]? responsibilities)
    {
        if (data.Length % Dimension != 0)
            throw new ArgumentException($"MixtureDensity: {data.Length} values are no whole number of points in {Dimension} dimensions.", nameof(data));
        var scores = new double[data.Length / Dimension];
        var standard = new double[Dimension];
        var joint = new double[ComponentCount];
        for (var n = 0; n < scores.Length; n++)
        {
            for (var k = 0; k < joint.Length; k++)
                joint[k] = logScales[k] - 0.5 * SquaredDistance(data.Slice(n * Dimension, Dimension), k, standard);
            scores[n] = DoubleMath.LogSumExp(joint);
            if (responsibilities is null) continue;
            for (var k = 0; k < joint.Length; k++) responsibilities[n * joint.Length + k] = DoubleMath.Exp(joint[k] - scores[n]);
        }
        return scores;
    }

    private double FindLogScale(int component)
    {
        var scale = DoubleMath.Log(weights[component]) - 0.5 * Dimension * LogTwoPi;
        var factor = Factor(component);
        for (var i = 0; i < Dimension; i++) scale -= DoubleMath.Log(HasCorrelations ? factor[i * (Dimension + 1)] : factor[i]);
        return scale;
    }

    // ‖Lₖ⁻¹(x − μₖ)‖²
    private double SquaredDistance(ReadOnlySpan<double> x, int component, Span<double> standard)
    {
        var mean = Mean(component);
        var factor = Factor(component);
        for (var i = 0; i < standard.Length; i++) standard[i] = x[i] - mean[i];
        if (HasCorrelations) SmallMatrix.SolveLower(standard.Length, factor, standard, 1);
        var sum = 0.0;
        for (var i = 0; i < standard.Length; i++)
        {
            var z = HasCorrelations ? standard[i] : standard[i] / factor[i];
            sum = Math.FusedMultiplyAdd(z, z, sum);
        }
        return sum;
    }
}
