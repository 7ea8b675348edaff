namespace Ansatz.Tensors;

/// <summary>How many taps, points and pixels a side: r taps and m pixels take n = m + r − 1 points.</summary>
/// <param name="Taps">r: 2, 3 or 4.</param>
internal readonly record struct WinogradSize(int Taps)
{
    public static bool Exists(int taps) => taps is 2 or 3 or 4;

    /// <summary>n.</summary>
    public int Points => Taps == 2 ? 5 : 6;

    /// <summary>Points, and so products, in two dimensions.</summary>
    public int Square => Points * Points;

    /// <summary>m.</summary>
    public int Pixels => Points - Taps + 1;
}
