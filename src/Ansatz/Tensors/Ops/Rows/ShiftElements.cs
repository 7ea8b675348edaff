namespace Ansatz.Tensors;

/// <summary>y = x + t, or the inverse y − t. The log-slope is 0. The feature of an element is t.</summary>
/// <param name="isInverse">Whether to solve for x.</param>
internal readonly unsafe struct ShiftElements(bool isInverse) : IElementMap
{
    public int FeatureCount => 1;

    public void Values(double* x, float* features, int count, int width, double* y, float* logSlope)
    {
        for (var i = 0; i < count; i++) y[i] = isInverse ? x[i] - features[i] : x[i] + features[i];
        new Span<float>(logSlope, count).Clear();
    }

    public void Gradients(double* x, float* features, double* y, float* logSlope, float* ofY, float* ofLogSlope, int count, int width, float* ofX, float* ofFeatures)
    {
        for (var i = 0; i < count; i += Lanes.Count)
        {
            var lanes = Math.Min(Lanes.Count, count - i);
            var g = Lanes.Load(new(ofY + i, lanes));
            Lanes.Store(g, new(ofX + i, lanes));
            Lanes.Store(isInverse ? -g : g, new(ofFeatures + i, lanes));
        }
    }
}
