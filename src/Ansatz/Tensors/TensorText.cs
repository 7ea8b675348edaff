using System.Globalization;
using System.Text;

namespace Ansatz.Tensors;

/// <summary>Prints a tensor as nested brackets, long dimensions shortened to their first and last elements.</summary>
internal static class TensorText
{
    public static string Format(Tensor tensor, int edge = 3)
    {
        var text = new StringBuilder();
        Append(text, tensor.Span, tensor.Shape, edge);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<float> values, Shape shape, int edge)
    {
        if (shape.Rank == 0)
        {
            text.Append(values[0].ToString("G6", CultureInfo.InvariantCulture));
            return;
        }
        var inner = shape[1..];
        var stride = inner.Size;
        var count = shape[0];
        text.Append('[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(", ");
            if (count > 2 * edge && i == edge)
            {
                text.Append("…, ");
                i = count - edge;
            }
            Append(text, values.Slice(i * stride, stride), inner, edge);
        }
        text.Append(']');
    }
}
