namespace Ansatz.Figures;

/// <summary>Where numbers lie on the page: the domain's ends at the pixels From and To.</summary>
internal readonly record struct Scale(Interval Domain, double From, double To)
{
    /// <summary>The pixel of a number.</summary>
    public double At(double value) => From + (value - Domain.Min) / Domain.Length * (To - From);

    /// <summary>Pixels a unit.</summary>
    public double Density => Math.Abs(To - From) / Domain.Length;
}
