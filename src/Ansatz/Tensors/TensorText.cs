using System.Globalization;
using System.Text;

namespace Ansatz.Tensors;

/// <summary>Prints a tensor as nested brackets, with six digits per number. It prints the first and the last elements of a long dimension.</summary>
internal static class TensorText
{
    /// <param name="tensor">The tensor to print.</param>
    /// <param name="edge">How many elements are printed at either end of a dimension longer than twice this.</param>
    /// <param name="onOneLine">Whether all rows are on one line.</param>
    public static string Format(Tensor tensor, int edge = 3, bool onOneLine = false)
    {
        if (tensor.Tape is { HasEnded: true }) return $"{tensor.Shape} (its tape has ended)";
        var text = new StringBuilder();
        Append(text, tensor.Span, tensor.Shape, edge, onOneLine ? null : 1);
        return text.ToString();
    }

    // The indent is that of a row's first bracket; null means one line.
    private static void Append(StringBuilder text, ReadOnlySpan<float> values, Shape shape, int edge, int? indent)
    {
        if (shape.Rank == 0)
        {
            text.Append(values[0].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }
        var inner = shape[1..];
        var separator = indent is { } depth && inner.Rank > 0 ? ",\n" + new string(' ', depth) : ", ";
        text.Append('[');
        for (var i = 0; i < shape[0]; i++)
        {
            if (i > 0) text.Append(separator);
            if (shape[0] > 2 * edge && i == edge)
            {
                text.Append('…').Append(separator);
                i = shape[0] - edge;
            }
            Append(text, values.Slice(i * inner.Size, inner.Size), inner, edge, indent + 1);
        }
        text.Append(']');
    }
}
