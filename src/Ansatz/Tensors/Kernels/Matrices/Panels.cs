using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ansatz.Tensors;

/// <summary>Copies parts of an operand into panels, where the elements for one step of a chain are contiguous.</summary>
internal static unsafe class Panels
{
    /// <summary>panel[k, j] = b[k·row + j·column] for k &lt; depth, j &lt; columns, and 0 for the remaining columns of a panel 16 or 32 wide.</summary>
    public static void Pack(float* b, nint row, nint column, int depth, int columns, float* panel)
    {
        var width = Tile.Width(columns);
        if (columns < width) new Span<float>(panel, depth * width).Clear();
        if (column == 1) Copy(b, row, depth, columns, panel, width);
        else if (row == 1) Transpose(b, column, columns, depth, panel, width);
        else
            for (var k = 0; k < depth; k++)
                for (var j = 0; j < columns; j++) panel[k * width + j] = b[k * row + j * column];
    }

    /// <summary>panel[k, j] = b[k·row + j].</summary>
    private static void Copy(float* b, nint row, int depth, int columns, float* panel, int width)
    {
        for (var k = 0; k < depth; k++, b += row, panel += width)
        {
            var j = 0;
            for (; j <= columns - 16; j += 16) Vector512.Load(b + j).Store(panel + j);
            for (; j < columns; j++) panel[j] = b[j];
        }
    }

    /// <summary>panel[k, i] = a[i·row + k] for i &lt; rows, k &lt; depth; panel rows are <paramref name="width"/> apart.</summary>
    /// <remarks>Transposes 4 × 4 squares by unpacking pairs, four squares at a time with 512-bit vectors. The remainder is copied element by element.</remarks>
    public static void Transpose(float* a, nint row, int rows, int depth, float* panel, nint width)
    {
        var i = 0;
        if (Sse.IsSupported)
            for (; i <= rows - 4; i += 4)
            {
                float* a0 = a + i * row, a1 = a0 + row, a2 = a1 + row, a3 = a2 + row, to = panel + i;
                var k = 0;
                if (Avx512F.IsSupported)
                    for (; k <= depth - 16; k += 16, to += 16 * width) TransposeSquares(a0 + k, row, to, width);
                for (; k <= depth - 4; k += 4, to += 4 * width)
                {
                    Vector128<float> v0 = Vector128.Load(a0 + k), v1 = Vector128.Load(a1 + k);
                    Vector128<float> v2 = Vector128.Load(a2 + k), v3 = Vector128.Load(a3 + k);
                    Vector128<float> low01 = Sse.UnpackLow(v0, v1), low23 = Sse.UnpackLow(v2, v3);
                    Vector128<float> high01 = Sse.UnpackHigh(v0, v1), high23 = Sse.UnpackHigh(v2, v3);
                    Sse.MoveLowToHigh(low01, low23).Store(to);
                    Sse.MoveHighToLow(low23, low01).Store(to + width);
                    Sse.MoveLowToHigh(high01, high23).Store(to + 2 * width);
                    Sse.MoveHighToLow(high23, high01).Store(to + 3 * width);
                }
                for (; k < depth; k++, to += width) (to[0], to[1], to[2], to[3]) = (a0[k], a1[k], a2[k], a3[k]);
            }
        for (; i < rows; i++)
            for (var k = 0; k < depth; k++) panel[k * width + i] = a[i * row + k];
    }

    /// <summary>Four adjacent squares, one per quarter of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSquares(float* a, nint row, float* to, nint width)
    {
        Vector512<float> v0 = Vector512.Load(a), v1 = Vector512.Load(a + row), v2 = Vector512.Load(a + 2 * row), v3 = Vector512.Load(a + 3 * row);
        Vector512<double> low01 = Avx512F.UnpackLow(v0, v1).AsDouble(), low23 = Avx512F.UnpackLow(v2, v3).AsDouble();
        Vector512<double> high01 = Avx512F.UnpackHigh(v0, v1).AsDouble(), high23 = Avx512F.UnpackHigh(v2, v3).AsDouble();
        StoreQuarters(Avx512F.UnpackLow(low01, low23).AsSingle(), to, 4 * width);
        StoreQuarters(Avx512F.UnpackHigh(low01, low23).AsSingle(), to + width, 4 * width);
        StoreQuarters(Avx512F.UnpackLow(high01, high23).AsSingle(), to + 2 * width, 4 * width);
        StoreQuarters(Avx512F.UnpackHigh(high01, high23).AsSingle(), to + 3 * width, 4 * width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(Vector512<float> v, float* to, nint step)
    {
        Avx512F.ExtractVector128(v, 0).Store(to);
        Avx512F.ExtractVector128(v, 1).Store(to + step);
        Avx512F.ExtractVector128(v, 2).Store(to + 2 * step);
        Avx512F.ExtractVector128(v, 3).Store(to + 3 * step);
    }
}
