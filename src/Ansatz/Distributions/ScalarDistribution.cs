using Ansatz.Random;
using Ansatz.Tensors;

namespace Ansatz.Distributions;

/// <summary>The distribution function of a family of numbers, its complement and its inverse, over parameter tensors.</summary>
internal abstract class ScalarDistribution
{
    /// <summary>Whether the values are isolated points.</summary>
    public abstract bool IsDiscrete { get; }

    /// <summary>P(X ≤ x), or P(X &gt; x) if upper, or the logarithm.</summary>
    public abstract Tensor Probability(Tensor value, bool isUpper, bool isLog);

    /// <summary>The least x with P(X ≤ x) ≥ p.</summary>
    public abstract Tensor Quantile(Tensor probability);

    /// <summary>The draws, with the gradient that a draw has if its probability stays while the parameters move.</summary>
    public abstract Tensor Reparameterize(Tensor draws);

    /// <summary>
    /// Draws Q(u) for uniform u of 52 bits, with the gradient of <see cref="Reparameterize"/> if the family is continuous. A draw is computed in double and
    /// rounded up, within the family's range and the two bounds.
    /// </summary>
    public abstract Tensor Sample(Rng rng, Shape shape, float least = float.MinValue, float greatest = float.MaxValue);

    /// <summary>The family with these parameters, in the order of its functions.</summary>
    public static ScalarDistribution Of<TFamily>(TFamily family, params Tensor[] parameters) where TFamily : struct, IScalarFamily => new Typed<TFamily>(family, parameters);

    private sealed class Typed<TFamily>(TFamily family, Tensor[] parameters) : ScalarDistribution where TFamily : struct, IScalarFamily
    {
        public override bool IsDiscrete => family.IsDiscrete;

        public override Tensor Probability(Tensor value, bool isUpper, bool isLog) =>
            ScalarFunction<TailProbability<TFamily>>.Apply(new(family, isUpper, isLog), [value, .. parameters]);

        public override Tensor Quantile(Tensor probability) => ScalarFunction<QuantileFunction<TFamily>>.Apply(new(family), [probability, .. parameters]);

        public override Tensor Sample(Rng rng, Shape shape, float least = float.MinValue, float greatest = float.MaxValue)
        {
            Tensor[] all = [.. parameters.Select(p => p.StopGradient().BroadcastTo(shape))];
            var draws = Tensor.Allocate(shape, all.Select(p => p.Tape).FirstOrDefault(t => t is not null));
            Span<double> x = stackalloc double[all.Length + 1];
            for (var i = 0; i < draws.Length; i++)
            {
                for (var k = 0; k < all.Length; k++) x[k + 1] = all[k].Span[i];
                x[0] = rng.NextDouble();
                var (low, high) = family.Range(x);
                draws.Span[i] = UpwardRounding.ToFloat(family.Quantile(x), Math.Max(least, (float)low), Math.Min(greatest, (float)high));
            }
            return family.IsDiscrete ? draws : Reparameterize(draws);
        }

        public override Tensor Reparameterize(Tensor draws) => !parameters.Any(p => p.IsTracked) ? draws : ScalarFunction<PathwiseDraw<TFamily>>.Apply(new(family), [draws, .. parameters]);
    }
}

/// <summary>P(X ≤ x; θ) or P(X &gt; x; θ), or its logarithm. The slope by x is ±p(x), and that by θ is ∓p(x)·v with v of <see cref="IScalarFamily.PathSlopes"/>.</summary>
/// <remarks>The slopes of a logarithm are those over the probability, as e^{log p − log P}, which is finite where both underflow. NaN gives NaN.</remarks>
internal readonly struct TailProbability<TFamily>(TFamily family, bool isUpper, bool isLog) : IScalarFunction where TFamily : struct, IScalarFamily
{
    public string Name => isLog ? isUpper ? "LogSurvival" : "LogCdf" : isUpper ? "Survival" : "Cdf";

    public double Value(ReadOnlySpan<double> x)
    {
        if (double.IsNaN(x[0])) return double.NaN;
        var (low, high) = family.Range(x);
        double logarithm;
        if (x[0] < low) logarithm = isUpper ? 0 : double.NegativeInfinity;
        else if (x[0] >= high) logarithm = isUpper ? double.NegativeInfinity : 0;
        else logarithm = LogTail(x);
        return isLog ? logarithm : DoubleMath.Exp(logarithm);
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes.Clear();
        var (low, high) = family.Range(x);
        if (!(x[0] >= low && x[0] < high)) return;
        Span<double> at = stackalloc double[x.Length];
        x.CopyTo(at);
        at[0] = family.PointBelow(x);
        family.PathSlopes(at, slopes);
        var density = DoubleMath.Exp(family.Value(at) - (isLog ? LogTail(x) : 0));
        for (var i = 0; i < x.Length; i++)
        {
            var move = i > 0 ? -slopes[i] : family.IsDiscrete ? 0 : 1;
            slopes[i] = isUpper ? -density * move : density * move;
        }
        PathwiseDraw<TFamily>.RemoveUndefined(slopes);
    }

    private double LogTail(ReadOnlySpan<double> x) => isUpper ? family.LogSurvival(x) : family.LogCdf(x);
}

/// <summary>The quantile Q(p; θ): the least x with P(X ≤ x) ≥ p. Its slopes are 1/p(x) and v of <see cref="IScalarFamily.PathSlopes"/>. p outside [0, 1] gives NaN.</summary>
internal readonly struct QuantileFunction<TFamily>(TFamily family) : IScalarFunction where TFamily : struct, IScalarFamily
{
    public string Name => "Quantile";

    public double Value(ReadOnlySpan<double> x)
    {
        var (low, high) = family.Range(x);
        return x[0] switch
        {
            0 => low,
            1 => high,
            > 0 and < 1 => Math.Clamp(family.Quantile(x), low, high),
            _ => double.NaN,
        };
    }

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes.Clear();
        if (family.IsDiscrete || !(x[0] > 0 && x[0] < 1)) return;
        Span<double> at = stackalloc double[x.Length];
        x.CopyTo(at);
        at[0] = Value(x);
        family.PathSlopes(at, slopes);
        slopes[0] = DoubleMath.Exp(-family.Value(at));
        PathwiseDraw<TFamily>.RemoveUndefined(slopes);
    }
}

/// <summary>A draw that was made elsewhere; its slopes by θ are v of <see cref="IScalarFamily.PathSlopes"/>.</summary>
internal readonly struct PathwiseDraw<TFamily>(TFamily family) : IScalarFunction where TFamily : struct, IScalarFamily
{
    public string Name => "PathwiseDraw";

    public double Value(ReadOnlySpan<double> x) => x[0];

    public void Slopes(ReadOnlySpan<double> x, Span<double> slopes)
    {
        slopes.Clear();
        family.PathSlopes(x, slopes);
        RemoveUndefined(slopes);
    }

    /// <summary>0 in place of NaN, which arises where a value has rounded to a bound that is not in the support, and where a density underflows beside a slope that overflows.</summary>
    public static void RemoveUndefined(Span<double> slopes)
    {
        foreach (ref var slope in slopes)
            if (double.IsNaN(slope)) slope = 0;
    }
}
