namespace Ansatz.Tensors;

/// <summary>The number of taps, points and pixels per side: r taps and m pixels need n = m + r − 1 points.</summary>
/// <param name="Taps">r: 2, 3 or 4.</param>
/// <param name="Points">n.</param>
internal readonly record struct WinogradSize(int Taps, int Points)
{
    public static bool Exists(int taps) => taps is 2 or 3 or 4;

    /// <param name="taps">2, 3 or 4.</param>
    /// <param name="fewestChannels">The smaller of the numbers of source and target channels.</param>
    public static WinogradSize Of(int taps, int fewestChannels) => new(taps, taps > 2 ? 6 : fewestChannels >= BitConstants.WinogradFivePointChannels ? 5 : 4);

    /// <summary>Points, and so products, in two dimensions.</summary>
    public int Square => Points * Points;

    /// <summary>m.</summary>
    public int Pixels => Points - Taps + 1;
}
