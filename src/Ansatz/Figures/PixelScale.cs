using Ansatz.Tensors;

namespace Ansatz.Figures;

/// <summary>Where numbers lie on the page: the domain's ends at the pixels From and To.</summary>
internal readonly record struct PixelScale(Extent Domain, double From, double To, bool IsLogarithmic = false)
{
    /// <summary>The pixel of a number; not finite where there is none.</summary>
    public double At(double value)
    {
        var share = IsLogarithmic
            ? DoubleMath.Log(value / Domain.Min) / DoubleMath.Log(Domain.Max / Domain.Min)
            : (value - Domain.Min) / Domain.Length;
        return From + share * (To - From);
    }

    /// <summary>The pixel where bars stand: that of 0, or the axis's start where there is none.</summary>
    public double Baseline => IsLogarithmic ? From : At(0);

    /// <summary>Pixels per unit.</summary>
    public double Density => Math.Abs(To - From) / Domain.Length;
}
