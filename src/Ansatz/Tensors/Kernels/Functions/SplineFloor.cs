namespace Ansatz.Tensors;

/// <summary>The least slopes of a spline: λ of the secants of its bins, and l of the curve at its knots. Where slopes are larger, the inverse loses fewer digits.</summary>
internal readonly struct SplineFloor
{
    private const float SmallestSlope = 1e-3f;

    private SplineFloor(float ofSecants, float ofSlopes)
    {
        (OfSecants, OfSlopes) = (ofSecants, ofSlopes);
        var rest = 1 - (double)ofSlopes;
        Shift = (float)(rest + DoubleMath.Log(-DoubleMath.Expm1(-rest)));
    }

    /// <summary>No least secant, and slopes of 10⁻³ and more at the knots.</summary>
    public static SplineFloor None { get; } = new(0, SmallestSlope);

    /// <summary>λ.</summary>
    public float OfSecants { get; }

    /// <summary>l.</summary>
    public float OfSlopes { get; }

    /// <summary>c = log(e^{1 − l} − 1), so that softplus(c) = 1 − l.</summary>
    public float Shift { get; }

    /// <summary>λ = l = slope.</summary>
    /// <param name="slope">Above 0 and below 1.</param>
    public static SplineFloor Of(float slope) => new(slope, slope);
}
