namespace Ansatz.Tables;

/// <summary>The shape of the flow in a <see cref="FlowTableModel"/>.</summary>
/// <param name="Layers">Layers of splines, 1 or more.</param>
/// <param name="Hidden">The widths of each network's hidden layers; null for two of 64.</param>
/// <param name="Bins">Bins of a spline, 2 to 999.</param>
/// <param name="IsAutoregressive">Whether a number's spline depends on all numbers before it. Else half of the numbers stay in each layer, which makes sampling faster and the density worse.</param>
public sealed record TableFlowDesign(int Layers = 5, IReadOnlyList<int>? Hidden = null, int Bins = 8, bool IsAutoregressive = true)
{
    internal IReadOnlyList<int> Widths => Hidden ?? [64, 64];
}
