namespace Ansatz.Tables;

/// <summary>The shape of the flow in a <see cref="FlowTableModel"/>.</summary>
/// <param name="Layers">Layers of splines, 1 or more.</param>
/// <param name="Hidden">The widths of each network's hidden layers; null for two of 64.</param>
/// <param name="Bins">Bins of a spline, 2 to 999.</param>
/// <param name="IsAutoregressive">Whether a number's spline depends on all numbers before it. Else half of the numbers stay in each layer, which makes sampling faster and the density worse.</param>
/// <param name="Members">Flows whose densities are averaged; they differ in the order of the columns and in their noise. 0 for a number that falls with the rows.</param>
public sealed record TableFlowDesign(int Layers = 5, IReadOnlyList<int>? Hidden = null, int Bins = 5, bool IsAutoregressive = true, int Members = 0)
{
    private const int RowsForFewer = 50_000, Many = 10, Few = 2;

    internal IReadOnlyList<int> Widths => Hidden ?? [64, 64];

    internal int MembersFor(int rows) => Members > 0 ? Members : rows <= RowsForFewer ? Many : Few;
}
