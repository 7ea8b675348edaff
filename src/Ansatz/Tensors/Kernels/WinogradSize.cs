namespace Ansatz.Tensors;

/// <summary>How many taps, points and pixels a side: r taps and m pixels take n = m + r − 1 points.</summary>
/// <param name="Taps">r: 2, 3 or 4.</param>
/// <param name="Points">n.</param>
internal readonly record struct WinogradSize(int Taps, int Points)
{
    /// <summary>Fewer channels leave less work between the transforms, which smaller squares make cheaper.</summary>
    private const int FewestChannelsOfFivePoints = 128;

    public static bool Exists(int taps) => taps is 2 or 3 or 4;

    /// <param name="taps">A number that exists.</param>
    /// <param name="fewestChannels">The source's or the target's, whichever are fewer.</param>
    public static WinogradSize Of(int taps, int fewestChannels) => new(taps, taps > 2 ? 6 : fewestChannels >= FewestChannelsOfFivePoints ? 5 : 4);

    /// <summary>Points, and so products, in two dimensions.</summary>
    public int Square => Points * Points;

    /// <summary>m.</summary>
    public int Pixels => Points - Taps + 1;
}
