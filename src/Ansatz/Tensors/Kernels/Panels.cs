using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>Copies parts of the right operand to panels: rows of 16 or 32 neighbouring columns, filled up with zeros.</summary>
internal static unsafe class Panels
{
    /// <summary>panel[k, j] = b[k·row + j·column] for k &lt; depth, j &lt; columns, and 0 for the panel's further columns.</summary>
    public static void Pack(float* b, nint row, nint column, int depth, int columns, float* panel)
    {
        var width = Tile.Width(columns);
        if (column != 1)
        {
            PackTransposed(b, row, column, depth, columns, panel);
            return;
        }
        for (var k = 0; k < depth; k++, b += row, panel += width)
        {
            if (columns == 32)
            {
                Vector512.Load(b).Store(panel);
                Vector512.Load(b + 16).Store(panel + 16);
            }
            else
            {
                for (var j = 0; j < columns; j++) panel[j] = b[j];
                for (var j = columns; j < width; j++) panel[j] = 0;
            }
        }
    }

    private static void PackTransposed(float* b, nint row, nint column, int depth, int columns, float* panel)
    {
        var width = Tile.Width(columns);
        for (var j = 0; j < columns; j++)
        {
            var from = b + j * column;
            for (var k = 0; k < depth; k++) panel[k * width + j] = from[k * row];
        }
        for (var k = 0; k < depth; k++)
            for (var j = columns; j < width; j++) panel[k * width + j] = 0;
    }
}
