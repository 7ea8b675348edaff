using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>
/// The entropy of a family of counts, H = −∑ P(k) log P(k), which has no closed form. Its slopes are −∑ P(k)·s(k)·log P(k), where the score s = ∂ log P/∂θ has mean 0. All is summed in double.
/// </summary>
/// <remarks>
/// A narrow family is summed count by count. A wide one is smooth, so each sixteenth of a standard deviation is enough: the trapezoidal rule has an error of order e^{−2π²·16²} there
/// (Trefethen, Weideman, The exponentially convergent trapezoidal rule, 2014). A wide family of small shape, such as a negative binomial one with n = 0.1, is not smooth near 0: its first counts
/// are summed, and the rest is an integral over log k from half a count before, with the first term of Euler and Maclaurin.
/// </remarks>
/// <param name="Mean">E[k].</param>
/// <param name="Deviation">The standard deviation of k.</param>
/// <param name="Most">The largest count.</param>
/// <param name="Shape">The shape of the Gamma distribution that the family resembles where it is wide.</param>
internal readonly record struct CountEntropy(double Mean, double Deviation, double Most = double.PositiveInfinity, double Shape = double.PositiveInfinity)
{
    private const double Wide = 64, Smooth = 20, PerDeviation = 16, Narrowest = 1e-7, Negligible = -60;
    private const int Head = 4096;
    private const double PanelWidth = 0.25;

    // Gauss and Legendre's rule with eight points on [−1, 1].
    private static readonly double[] nodes = [0.18343464249564980, 0.52553240991632899, 0.79666647741362674, 0.96028985649753623];
    private static readonly double[] weights = [0.36268378337836198, 0.31370664587788729, 0.22238103445337447, 0.10122853629037626];

    /// <summary>H, and its slopes with the parameters.</summary>
    /// <param name="family">Its values have the count first and the parameters behind it.</param>
    /// <param name="parameters">θ.</param>
    /// <param name="slopes">∂H/∂θ, as long as the parameters.</param>
    public double Sum<TFamily>(TFamily family, ReadOnlySpan<double> parameters, Span<double> slopes) where TFamily : struct, IScalarFunction
    {
        slopes.Clear();
        // What is left of a normal variable: the rest is of order (σ/μ)².
        if (Deviation < Narrowest * Mean && Deviation > Wide) return 0.5 + DoubleMath.HalfLogTwoPi + DoubleMath.Log(Deviation);
        var terms = new Terms<TFamily>(family, parameters, slopes);
        if (Deviation < Wide) return Along(ref terms, 1);
        if (Shape >= Smooth) return Along(ref terms, Math.Floor(Deviation / PerDeviation));
        return HeadAndTail(ref terms);
    }

    // Steps from the mean to both sides, until nothing is left.
    private double Along<TFamily>(ref Terms<TFamily> terms, double step) where TFamily : struct, IScalarFunction
    {
        var middle = Math.Min(Math.Floor(Mean), Most);
        double sum = 0, largest = 0;
        for (var k = middle; k >= 0; k -= step)
            if (!terms.Add(k, step, ref sum, ref largest)) break;
        for (var k = middle + step; k <= Most; k += step)
            if (!terms.Add(k, step, ref sum, ref largest)) break;
        return sum;
    }

    private double HeadAndTail<TFamily>(ref Terms<TFamily> terms) where TFamily : struct, IScalarFunction
    {
        double sum = 0, ignored = 0;
        for (var k = 0; k < Head; k++) terms.Add(k, 1, ref sum, ref ignored);
        // ∑ f(k) = ∫ f + f′/24 from half a count before the first, with f′ as a difference over two counts.
        terms.Add(Head + 0.5, 1.0 / 48, ref sum, ref ignored);
        terms.Add(Head - 1.5, -1.0 / 48, ref sum, ref ignored);
        double start = DoubleMath.Log(Head - 0.5), end = Math.Max(start + 1, DoubleMath.Log(Mean) + DoubleMath.Log((Shape - Negligible + 12 * Math.Sqrt(Shape)) / Shape));
        var panels = (int)Math.Ceiling((end - start) / PanelWidth);
        var half = (end - start) / panels / 2;
        for (var panel = 0; panel < panels; panel++)
            for (var i = 0; i < nodes.Length; i++)
                for (var side = -1; side <= 1; side += 2)
                {
                    var k = DoubleMath.Exp(start + half * (2 * panel + 1 + side * nodes[i]));
                    terms.Add(k, half * weights[i] * k, ref sum, ref ignored);
                }
        return sum;
    }

    private readonly ref struct Terms<TFamily>(TFamily family, ReadOnlySpan<double> parameters, Span<double> slopes) where TFamily : struct, IScalarFunction
    {
        private readonly ReadOnlySpan<double> parameters = parameters;
        private readonly Span<double> slopes = slopes;

        /// <summary>Adds a weight times the terms of one count. False once they are negligible beside the largest.</summary>
        /// <param name="largest">The largest log P so far.</param>
        public bool Add(double k, double weight, ref double sum, ref double largest)
        {
            Span<double> x = stackalloc double[4], scores = stackalloc double[4];
            x = x[..(parameters.Length + 1)];
            scores = scores[..x.Length];
            x[0] = k;
            parameters.CopyTo(x[1..]);
            var log = family.Value(x);
            if (largest == 0) largest = log;
            if (log < largest + Negligible) return false;
            largest = Math.Max(largest, log);
            var product = -weight * DoubleMath.Exp(log) * log;
            sum += product;
            family.Slopes(x, scores);
            for (var i = 0; i < slopes.Length; i++) slopes[i] += product * scores[i + 1];
            return true;
        }
    }
}

/// <summary>The entropy of a Poisson variable with rate λ.</summary>
internal readonly struct PoissonEntropy : IScalarFunction
{
    public string Name => nameof(PoissonEntropy);

    public double Value(ReadOnlySpan<double> x) => Of(x, stackalloc double[1]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        Of(x, slopes);
        // Where only ½ log 2πeλ is left.
        if (slopes[0] == 0) slopes[0] = 0.5 / x[0];
    }

    private static double Of(ReadOnlySpan<double> x, Span<double> slopes) => new CountEntropy(x[0], Math.Sqrt(x[0])).Sum(default(PoissonFamily), x, slopes);
}

/// <summary>The entropy of the number of ones among n coins with logit l; n has no slope.</summary>
internal readonly struct BinomialEntropy : IScalarFunction
{
    public string Name => nameof(BinomialEntropy);

    public double Value(ReadOnlySpan<double> x) => Of(x, stackalloc double[2]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        Of(x, slopes);
        // The slope of ½ log n·p(1 − p) is ½ − p.
        if (slopes[1] == 0) slopes[1] = 0.5 - BinomialScore.Share(x[1]);
        slopes[0] = 0;
    }

    private static double Of(ReadOnlySpan<double> x, Span<double> slopes)
    {
        double p = BinomialScore.Share(x[1]), q = BinomialScore.Share(-x[1]);
        return x[0] == 0 ? 0 : new CountEntropy(x[0] * p, Math.Sqrt(x[0] * p * q), x[0]).Sum(default(BinomialFamily), x, slopes);
    }
}

/// <summary>The entropy of the number of successes before the n-th failure, with logit l.</summary>
internal readonly struct NegativeBinomialEntropy : IScalarFunction
{
    public string Name => nameof(NegativeBinomialEntropy);

    public double Value(ReadOnlySpan<double> x) => Of(x, stackalloc double[2]);

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        Of(x, slopes);
        // The slopes of ½ log n·p/(1 − p)² are 1/2n and ½(1 + p).
        if (slopes[1] == 0) (slopes[0], slopes[1]) = (0.5 / x[0], 0.5 * (1 + BinomialScore.Share(x[1])));
    }

    private static double Of(ReadOnlySpan<double> x, Span<double> slopes)
    {
        var mean = x[0] * DoubleMath.Exp(x[1]);
        return new CountEntropy(mean, Math.Sqrt(mean / BinomialScore.Share(-x[1])), Shape: x[0]).Sum(default(NegativeBinomialFamily), x, slopes);
    }
}
