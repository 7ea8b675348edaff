namespace Ansatz.Tensors;

/// <summary>An operand: element [i, j] at data[i·row + j·column].</summary>
internal readonly unsafe struct Matrix(float* data, nint row, nint column)
{
    public readonly float* Data = data;
    public readonly nint Row = row, Column = column;

    public float* At(nint i, nint j) => Data + i * Row + j * Column;
}
