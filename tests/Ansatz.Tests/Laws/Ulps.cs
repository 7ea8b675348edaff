namespace Ansatz.Tests.Laws;

/// <summary>Distances in units in the last place of a float.</summary>
internal static class Ulps
{
    /// <summary>The distance between the floats around a value.</summary>
    public static double Of(double value)
    {
        var size = Math.Abs(value);
        return size >= float.MaxValue ? Math.ScaleB(1, 104) : Math.Max(Math.ScaleB(1, Math.ILogB(Math.Max(size, double.Epsilon)) - 23), float.Epsilon);
    }

    /// <summary>
    /// Whether a float is within a number of ulps of the exact value. Two NaN are near, and so are two equal infinities. An infinity is near a value that
    /// is within the bound of the largest float.
    /// </summary>
    public static bool AreNear(float actual, double exact, double bound, double magnitude = 0)
    {
        if (double.IsNaN(exact) || float.IsNaN(actual)) return double.IsNaN(exact) && float.IsNaN(actual);
        if (double.IsInfinity(exact)) return actual == exact;
        var room = bound * Of(Math.Max(Math.Abs(exact), magnitude));
        return float.IsInfinity(actual)
            ? Math.Sign(actual) == Math.Sign(exact) && Math.Abs(exact) + room >= float.MaxValue
            : Math.Abs(actual - exact) <= room;
    }
}
