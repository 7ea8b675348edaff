using System.Runtime.Intrinsics;
using static System.Runtime.Intrinsics.Vector512;

namespace Ansatz.Tensors;

/// <summary>The splines of <see cref="SplineLanes"/> in double from their features on, 8 elements at a time, without gradients. They are not circular.</summary>
/// <remarks>
/// Features that come from a network of floats change by 10⁻⁶ if its input changes in the last digit. A flow that contracts by 10⁻³ would make 10⁻³ of it on the way back. In double the way back loses
/// what the rounding of the noise to floats loses, and no more.
/// </remarks>
/// <param name="featureCount">3K − 1.</param>
/// <param name="bins">K.</param>
/// <param name="bound">The splines act on [−bound, bound].</param>
/// <param name="floor">The least slopes.</param>
/// <param name="isInverse">Whether to solve for x.</param>
internal readonly unsafe struct WideSpline(int featureCount, int bins, double bound, SplineFloor floor, bool isInverse)
{
    private const int Count = WideLanes.Count;

    /// <summary>The doubles of scratch memory: the features, and the widths and heights.</summary>
    public int MemoryLength => (featureCount + 2 * bins) * Count;

    /// <summary>y and log ∂y/∂x, or x and log ∂x/∂y, of up to 8 elements.</summary>
    /// <param name="v">The elements; further lanes are 0.</param>
    /// <param name="features">[count, featureCount].</param>
    /// <param name="count">1 to 8.</param>
    /// <param name="memory">Scratch memory.</param>
    public (Vector512<double> Value, Vector512<double> LogSlope) At(Vector512<double> v, double* features, int count, double* memory)
    {
        var isInside = LessThanOrEqual(Abs(v), Create(bound));
        if (isInside == Vector512<double>.Zero) return (v, Vector512<double>.Zero);
        // The features of lanes without an element are 0: such a spline is the identity.
        for (var k = 0; k < featureCount; k++)
            for (var lane = 0; lane < Count; lane++) memory[k * Count + lane] = lane < count ? features[lane * featureCount + k] : 0;
        double* widths = memory + featureCount * Count, heights = widths + bins * Count;
        Sizes(memory, widths);
        Sizes(memory + bins * Count, heights);
        var ofWidth = Create((double)floor.OfSecants);
        for (var k = 0; k < bins; k++) FusedMultiplyAdd(ofWidth, Load(widths + k * Count), (Vector512<double>.One - ofWidth) * Load(heights + k * Count)).Store(heights + k * Count);
        var value = v & isInside;
        Vector512<double> x = Create(-bound), y = x, binX = x, binY = x, width = Load(widths), height = Load(heights), index = Vector512<double>.Zero;
        for (var k = 1; k < bins; k++)
        {
            x += Load(widths + (k - 1) * Count);
            y += Load(heights + (k - 1) * Count);
            var reached = GreaterThanOrEqual(value, isInverse ? y : x);
            binX = ConditionalSelect(reached, x, binX);
            binY = ConditionalSelect(reached, y, binY);
            // The last bin ends at B whatever the rounding of the others.
            width = ConditionalSelect(reached, k == bins - 1 ? Create(bound) - x : Load(widths + k * Count), width);
            height = ConditionalSelect(reached, k == bins - 1 ? Create(bound) - y : Load(heights + k * Count), height);
            index = ConditionalSelect(reached, Create((double)k), index);
        }
        var (left, right) = Slopes(index, memory + 2 * bins * Count);
        var (result, slope) = new SplineBin((binX, width, binY, height), left, right, value, isInverse).Results(isInverse);
        var logSlope = DoubleMath.Log(slope) & isInside;
        return (ConditionalSelect(isInside, result, v), isInverse ? -logSlope : logSlope);
    }

    /// <summary>Softmax, and the shares' sizes.</summary>
    private void Sizes(double* logits, double* to)
    {
        var largest = Load(logits);
        for (var k = 1; k < bins; k++)
        {
            var logit = Load(logits + k * Count);
            largest = ConditionalSelect(GreaterThan(logit, largest), logit, largest);
        }
        var sum = Vector512<double>.Zero;
        for (var k = 0; k < bins; k++)
        {
            var e = DoubleMath.Exp(Load(logits + k * Count) - largest);
            e.Store(to + k * Count);
            sum += e;
        }
        Vector512<double> least = Create(2 * bound * SplineLanes.SmallestBin), free = Create(2 * bound * (1 - bins * SplineLanes.SmallestBin)) / sum;
        for (var k = 0; k < bins; k++) FusedMultiplyAdd(Load(to + k * Count), free, least).Store(to + k * Count);
    }

    /// <summary>The slopes at the ends of each bin; exactly 1 at −B and B.</summary>
    private (Vector512<double> Left, Vector512<double> Right) Slopes(Vector512<double> index, double* raw)
    {
        double* left = stackalloc double[Count], right = stackalloc double[Count];
        for (var lane = 0; lane < Count; lane++)
        {
            var bin = (int)index[lane];
            left[lane] = bin > 0 ? SlopeOf(raw[(bin - 1) * Count + lane]) : 1;
            right[lane] = bin < bins - 1 ? SlopeOf(raw[bin * Count + lane]) : 1;
        }
        return (Load(left), Load(right));
    }

    private double SlopeOf(double raw)
    {
        var r = Math.Min(raw, SplineLanes.LargestSlope) + floor.Shift;
        return Math.Max(r, 0) + DoubleMath.Log1p(DoubleMath.Exp(-Math.Abs(r))) + floor.OfSlopes;
    }
}
