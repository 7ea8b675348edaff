using System.Numerics;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>The visible units of examples or chains: bits where all of them are 0 or 1, which makes their products cheap, else gray values.</summary>
internal sealed class VisibleUnits
{
    private readonly Tensor? values;
    private readonly BitMatrix? bits;
    private readonly Tape? tape;
    private BitMatrix? turned;

    /// <param name="examples">[N, visible].</param>
    public VisibleUnits(Tensor examples) => (values, bits, tape, Count) = (examples, BitMatrix.Of(examples), examples.Tape, examples.Shape[0]);

    /// <param name="bits">[N, visible].</param>
    /// <param name="tape">Whose memory holds what is computed; null is memory of its own.</param>
    public VisibleUnits(BitMatrix bits, Tape? tape) => (this.bits, this.tape, Count) = (bits, tape, bits.Rows);

    /// <summary>N.</summary>
    public int Count { get; }

    /// <summary>⟨v⟩, [visible].</summary>
    public Tensor Mean()
    {
        if (bits is null) return values!.Mean(0);
        var columns = turned ??= bits.Transpose();
        var means = Tensor.Allocate([columns.Rows], tape);
        for (var i = 0; i < columns.Rows; i++)
        {
            var on = 0;
            foreach (var word in columns.Row(i)) on += BitOperations.PopCount(word);
            means.Span[i] = (float)on / Count;
        }
        return means;
    }

    /// <summary>V·W + bias, [N, columns of W].</summary>
    public Tensor Times(Tensor weight, Tensor bias)
    {
        if (bits is null) return values!.Linear(weight, bias);
        var product = Tensor.Allocate([Count, weight.Shape[1]], tape);
        BitProduct.Run(bits, weight.Span, product.Span, bias.Span);
        return product;
    }

    /// <summary>start + Vᵀ·X, [visible, columns of X]; the start is written over.</summary>
    public Tensor TransposedTimes(Tensor x, Tensor start)
    {
        if (bits is null) return start + values!.Transpose().MatMul(x);
        BitProduct.Run(turned ??= bits.Transpose(), x.Span, start.Span);
        return start;
    }
}
