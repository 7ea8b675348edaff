namespace Ansatz.Tensors;

/// <summary>
/// A monotone map of single numbers, or its inverse, each number with features of its own. Elements are rows of <c>width</c> numbers one after the other, and features are in the same order.
/// </summary>
/// <remarks>Numbers are doubles, so that maps one after the other do not lose the digits that their inverses need. Features and gradients are floats.</remarks>
internal unsafe interface IElementMap
{
    /// <summary>Features per element.</summary>
    int FeatureCount { get; }

    /// <summary>y and log |∂y/∂x| of elements 0 to count − 1.</summary>
    void Values(double* x, float* features, int count, int width, double* y, float* logSlope);

    /// <summary>Whether evaluation takes features in double, because the inverse would magnify the rounding of a network of floats.</summary>
    bool IsSensitive => false;

    /// <summary>The same values with features in double.</summary>
    void Values(double* x, double* features, int count, double* y, double* logSlope) => throw new NotSupportedException();

    /// <summary>The gradients of x and of the features, given those of the two results and the results themselves.</summary>
    void Gradients(double* x, float* features, double* y, float* logSlope, float* ofY, float* ofLogSlope, int count, int width, float* ofX, float* ofFeatures);
}
