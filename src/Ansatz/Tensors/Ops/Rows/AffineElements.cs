using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>
/// y = e^s·x + t with s = c·tanh(r/c), or the inverse (y − t)·e⁻ˢ. The log-slope is s, or −s. The features are t and r of each element.
/// </summary>
/// <remarks>
/// With g and l the gradients of value and log-slope: forward gx = g·e^s, gt = g, gs = g·x·e^s + l; of the inverse gy = g·e⁻ˢ, gt = −g·e⁻ˢ, gs = −g·x − l; and gr = gs·(1 − tanh²).
/// </remarks>
/// <param name="limit">c.</param>
/// <param name="isInterleaved">Whether t and r of an element stand side by side; else the t of a row stand before its r.</param>
/// <param name="isInverse">Whether to solve for x.</param>
internal readonly unsafe struct AffineElements(float limit, bool isInterleaved, bool isInverse) : IElementMap
{
    public int FeatureCount => 2;

    public void Values(double* x, float* features, int count, int width, double* y, float* logSlope)
    {
        for (var i = 0; i < count; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count - i);
            var (t, tanh) = Read(features, i, lanes, width);
            var s = tanh * Vector512.Create(limit);
            Lanes.Store(isInverse ? -s : s, new(logSlope + i, lanes));
            // Both directions take the same float e^s, so that the inverse undoes the map.
            var (lowScale, highScale) = Vector512.Widen(VectorMath.Exp(s));
            var (lowShift, highShift) = Vector512.Widen(t);
            WideLanes.Store(Map(WideLanes.Load(x + i, lanes), lowScale, lowShift), y + i, lanes);
            WideLanes.Store(Map(WideLanes.Load(x + i + WideLanes.Count, lanes - WideLanes.Count), highScale, highShift), y + i + WideLanes.Count, lanes - WideLanes.Count);
        }
    }

    public void Gradients(double* x, float* features, double* y, float* logSlope, float* ofY, float* ofLogSlope, int count, int width, float* ofX, float* ofFeatures)
    {
        Span<float> ofShift = stackalloc float[Lanes.Count], ofRaw = stackalloc float[Lanes.Count];
        for (var i = 0; i < count; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count - i);
            var (_, tanh) = Read(features, i, lanes, width);
            Vector512<float> g = Lanes.Load(new(ofY + i, lanes)), l = Lanes.Load(new(ofLogSlope + i, lanes));
            // The log-slope is s forward and −s backwards, so this is the scale of either direction.
            var scaled = g * VectorMath.Exp(Lanes.Load(new(logSlope + i, lanes)));
            Lanes.Store(scaled, new(ofX + i, lanes));
            var before = (isInverse ? y : x) + i;
            var v = Vector512.Narrow(WideLanes.Load(before, lanes), WideLanes.Load(before + WideLanes.Count, lanes - WideLanes.Count));
            var gs = isInverse ? -Vector512.FusedMultiplyAdd(g, v, l) : Vector512.FusedMultiplyAdd(scaled, v, l);
            Lanes.Store(isInverse ? -scaled : g, ofShift);
            Lanes.Store(gs * (Vector512<float>.One - tanh * tanh), ofRaw);
            for (var lane = 0; lane < lanes; lane++)
            {
                var (at, distance) = Place(i + lane, width);
                (ofFeatures[at], ofFeatures[at + distance]) = (ofShift[lane], ofRaw[lane]);
            }
        }
    }

    private Vector512<double> Map(Vector512<double> v, Vector512<double> scale, Vector512<double> shift) => isInverse ? (v - shift) / scale : Vector512.FusedMultiplyAdd(v, scale, shift);

    /// <summary>Where the t of element i stands, and how far behind it the r.</summary>
    private (int Shift, int Distance) Place(int i, int width)
    {
        if (isInterleaved || width == 1) return (2 * i, 1);
        int row = i / width, column = i % width;
        return (2 * row * width + column, width);
    }

    private (Vector512<float> Shift, Vector512<float> Tanh) Read(float* features, int first, int count, int width)
    {
        Span<float> t = stackalloc float[Lanes.Count], r = stackalloc float[Lanes.Count];
        t.Clear();
        r.Clear();
        for (var lane = 0; lane < count; lane++)
        {
            var (at, distance) = Place(first + lane, width);
            (t[lane], r[lane]) = (features[at], features[at + distance]);
        }
        return (Lanes.Load(t), VectorMath.Tanh(Lanes.Load(r) * Vector512.Create(1 / limit)));
    }
}
