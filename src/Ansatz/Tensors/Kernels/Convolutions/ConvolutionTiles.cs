namespace Ansatz.Tensors;

/// <summary>Groups the pixels of a phase into tiles, in the order in which they are added.</summary>
/// <param name="room">Room for <see cref="Most"/> of them.</param>
/// <param name="exact">Whether all pixels of a tile use the same taps. Otherwise a tile takes the taps that any of its pixels uses.</param>
internal unsafe ref struct ConvolutionTiles(ConvolutionTile* room, bool exact)
{
    private ConvolutionTile* next = room;
    private int rows; // of the current tile

    /// <summary>The largest number of tiles for this number of pixels, including a partial tile for each set of taps and the end mark.</summary>
    public static nint Most(in ConvolutionPhase phase, int pixels) => pixels / Tile.Rows + (2 * (nint)phase.Rows.Taps + 1) * (2 * (nint)phase.Columns.Taps + 1) + 1;

    public void Add(nint from, nint to, (int First, int End) rowTaps, (int First, int End) columnTaps)
    {
        if (rows % Tile.Rows == 0 || (exact && ((next[-1].FirstRow, next[-1].EndRow) != rowTaps || (next[-1].FirstColumn, next[-1].EndColumn) != columnTaps)))
        {
            (next->FirstRow, next->EndRow) = rowTaps;
            (next->FirstColumn, next->EndColumn) = columnTaps;
            next++;
            rows = 0;
        }
        var tile = next - 1;
        (tile->FirstRow, tile->EndRow) = (Math.Min(tile->FirstRow, rowTaps.First), Math.Max(tile->EndRow, rowTaps.End));
        (tile->FirstColumn, tile->EndColumn) = (Math.Min(tile->FirstColumn, columnTaps.First), Math.Max(tile->EndColumn, columnTaps.End));
        tile->From[rows] = from;
        tile->To[rows] = to;
        tile->Rows = ++rows;
    }

    /// <summary>Marks the end and returns the place of the next phase's first tile.</summary>
    public readonly ConvolutionTile* End()
    {
        next->Rows = 0;
        return next + 1;
    }
}
