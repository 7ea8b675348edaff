namespace Ansatz.Distributions;

/// <summary>
/// Rounds draws of a continuous variable to the next float that is not below. Then a draw is at most t if and only if the variable is at most t, for every
/// float t between the bounds: rounding changes no value of the distribution function, even where neighbouring floats are far apart for the density, as
/// they are below 1 for Beta(0.1, 0.1).
/// </summary>
internal static class UpwardRounding
{
    /// <summary>The smallest float that is x or more, limited to [least, greatest].</summary>
    public static float ToFloat(double x, float least, float greatest)
    {
        var nearest = (float)x;
        return Math.Clamp(nearest < x ? float.BitIncrement(nearest) : nearest, least, greatest);
    }
}
