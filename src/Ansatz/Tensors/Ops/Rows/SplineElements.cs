namespace Ansatz.Tensors;

/// <summary>Rational-quadratic splines, or their inverses; see <see cref="SplineLanes"/>.</summary>
/// <param name="featureCount">3K − 1, or 3K on a circle.</param>
/// <param name="bins">K.</param>
/// <param name="bound">The splines act on [−bound, bound].</param>
/// <param name="floor">The least slopes.</param>
/// <param name="isInverse">Whether to solve for x.</param>
internal readonly unsafe struct SplineElements(int featureCount, int bins, float bound, SplineFloor floor, bool isInverse) : IElementMap
{
    public int FeatureCount => featureCount;

    public bool IsSensitive => true;

    public void Values(double* x, float* features, int count, int width, double* y, float* logSlope)
    {
        var spline = new SplineLanes(features, featureCount, bins, bound, floor, isInverse);
        var memory = Scratch.Floats(ScratchUse.Spline, spline.MemoryLength);
        for (var i = 0; i < count; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count - i);
            var (low, high, slope) = spline.At(i, x, lanes, memory);
            WideLanes.Store(low, y + i, lanes);
            WideLanes.Store(high, y + i + WideLanes.Count, lanes - WideLanes.Count);
            Lanes.Store(slope, new(logSlope + i, lanes));
        }
    }

    public void Values(double* x, double* features, int count, double* y, double* logSlope)
    {
        var spline = new WideSpline(featureCount, bins, bound, floor, isInverse);
        var memory = (double*)Scratch.Floats(ScratchUse.Spline, 2 * spline.MemoryLength);
        for (var i = 0; i < count; i += WideLanes.Count)
        {
            var lanes = Math.Min(WideLanes.Count, count - i);
            var (value, slope) = spline.At(WideLanes.Load(x + i, lanes), features + (nint)i * featureCount, lanes, memory);
            WideLanes.Store(value, y + i, lanes);
            WideLanes.Store(slope, logSlope + i, lanes);
        }
    }

    public void Gradients(double* x, float* features, double* y, float* logSlope, float* ofY, float* ofLogSlope, int count, int width, float* ofX, float* ofFeatures)
    {
        var spline = new SplineLanes(features, featureCount, bins, bound, floor, isInverse);
        var memory = Scratch.Floats(ScratchUse.Spline, spline.MemoryLength);
        for (var i = 0; i < count; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count - i);
            Lanes.Store(spline.Gradient(i, x, ofY + i, ofLogSlope + i, lanes, ofFeatures, memory), new(ofX + i, lanes));
        }
    }
}
