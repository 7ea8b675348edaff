using System.Runtime.CompilerServices;

namespace Ansatz.Tensors;

/// <summary>
/// The inner loop of every product of matrices and every convolution: C[i, j] = ∑ A[i, ·] · B[·, j] for at most 12 rows and 32 columns.
/// Each output is one chain of fused multiply-adds in the order of the terms, so the choice of a tile changes no bit.
/// </summary>
/// <remarks>
/// Each row has its own address, so pixels need not be evenly spaced and A need not be packed: a tile broadcasts its elements. B must be readable for
/// <see cref="Width"/> columns. If there are fewer rows than 4, 8 or 12, the last row is repeated; a remainder of columns goes through a buffer on the stack.
/// Whole tiles skip these checks, which saves 1 to 3 % where sums are short. A tile never stores −0: terms that are known to be zero may be left out,
/// because they could change only the sign of a zero.
/// </remarks>
internal static unsafe class Tile
{
    public const int Rows = 12;
    public const int Columns = 32;

    /// <summary><see cref="MultiplyWide"/> is faster for outputs with at most this number of rows.</summary>
    public const int WideRows = 4;

    /// <summary>How many columns of B a tile of <paramref name="columns"/> columns reads: 16 or 32.</summary>
    public static int Width(int columns) => columns <= 16 ? 16 : 32;

    /// <param name="a">The addresses of each row's first element; room for 12.</param>
    /// <param name="b">The first row of the panel.</param>
    /// <param name="terms">The terms of each chain.</param>
    /// <param name="c">The addresses of each row's first output; room for 12.</param>
    /// <param name="rows">1 to 12.</param>
    /// <param name="columns">1 to 32.</param>
    /// <param name="continued">Whether the chains start from C instead of 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(float** a, float* b, in TermStrides terms, float** c, int rows, int columns, bool continued)
    {
        if (rows == Rows && columns == Columns && Processor.Current == InstructionSet.Avx512) Tile512.Run<Twelve, Zero>(a, b, terms, c, continued);
        else if ((rows == Rows || (rows % 4 == 0 && Processor.Current == InstructionSet.Avx512)) && columns is 16 or 32) Run(a, b, terms, c, rows, columns, continued);
        else MultiplyRemainder(a, b, terms, c, rows, columns, continued);
    }

    [SkipLocalsInit]
    private static void MultiplyRemainder(float** a, float* b, in TermStrides terms, float** c, int rows, int columns, bool continued)
    {
        var buffer = stackalloc float[Rows * Columns];
        var target = stackalloc float*[Rows];
        for (var i = 0; i < Rows; i++)
        {
            if (i >= rows) a[i] = a[rows - 1];
            target[i] = buffer + i * Columns;
            if (continued && i < rows) new ReadOnlySpan<float>(c[i], columns).CopyTo(new Span<float>(target[i], columns));
        }
        Run(a, b, terms, target, (rows + 3) & -4, Width(columns), continued);
        for (var i = 0; i < rows; i++) new ReadOnlySpan<float>(target[i], columns).CopyTo(new Span<float>(c[i], columns));
    }

    /// <summary>The same for a whole tile and one run whose rows of B are strided. It also copies these rows into <paramref name="panel"/> for the next tiles.</summary>
    public static void MultiplyAndPack(float** a, float* b, TermStrides terms, float** c, bool continued, float* panel)
    {
        if (Processor.Current == InstructionSet.Avx512)
        {
            terms.PrefetchOffset = SpeedConstants.Gemm.PackedRowsAhead * terms.BStep;
            Tile512.Run<Twelve, One>(a, b, terms, c, continued, panel);
            return;
        }
        Panels.Pack(b, terms.BStep, 1, terms.Length, Columns, panel);
        terms.BStep = Columns;
        Multiply(a, panel, terms, c, Rows, Columns, continued);
    }

    /// <summary>The same for at most 4 rows and any number of columns; B must be readable for a multiple of 16.</summary>
    public static void MultiplyWide(float** a, float* b, in TermStrides terms, float** c, int rows, int columns, bool continued)
    {
        var column = 0;
        if (Processor.Current == InstructionSet.Avx512)
        {
            column = columns & -16;
            Tile512Wide.Multiply(a, b, terms, c, rows, column, continued);
        }
        var at = stackalloc float*[Rows];
        for (; column < columns; column += 16)
        {
            for (var i = 0; i < rows; i++) at[i] = c[i] + column;
            Multiply(a, b + column, terms, at, rows, Math.Min(16, columns - column), continued);
        }
    }

    private static void Run(float** a, float* b, in TermStrides terms, float** c, int rows, int width, bool continued)
    {
        switch (Processor.Current)
        {
            case InstructionSet.Avx512 when width == 32:
                if (rows > 8) Tile512.Run<Twelve, Zero>(a, b, terms, c, continued);
                else if (rows > 4) Tile512.Run<Eight, Zero>(a, b, terms, c, continued);
                else Tile512.Run<Four, Zero>(a, b, terms, c, continued);
                break;
            case InstructionSet.Avx512:
                if (rows > 8) Tile512Narrow.Run<Twelve>(a, b, terms, c, continued);
                else if (rows > 4) Tile512Narrow.Run<Eight>(a, b, terms, c, continued);
                else Tile512Narrow.Run<Four>(a, b, terms, c, continued);
                break;
            case InstructionSet.Avx2:
                for (var column = 0; column < width; column += 16)
                    for (var row = 0; row < rows; row += 6) Tile256.Run(a + row, b, terms, c + row, column, continued);
                break;
            default:
                for (var column = 0; column < width; column += 16)
                    for (var row = 0; row < rows; row += 2) Tile128.Run(a + row, b, terms, c + row, column, continued);
                break;
        }
    }
}
