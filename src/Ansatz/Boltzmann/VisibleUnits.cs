using System.Numerics;
using Ansatz.Tensors;

namespace Ansatz.Boltzmann;

/// <summary>The visible units of examples or chains: bits where all of them are 0 or 1, which makes their products cheap, else gray values.</summary>
internal sealed class VisibleUnits
{
    private readonly Tensor? values;
    private readonly BitMatrix? bits;
    private readonly Tape? tape;
    private BitMatrix? transposed;

    /// <param name="examples">[N, visible].</param>
    public VisibleUnits(Tensor examples) => (values, bits, tape, Count) = (examples, BitMatrix.Of(examples), examples.Tape, examples.Shape[0]);

    /// <param name="bits">[N, visible].</param>
    /// <param name="tape">The tape whose memory holds the results; null allocates memory.</param>
    public VisibleUnits(BitMatrix bits, Tape? tape) => (this.bits, this.tape, Count) = (bits, tape, bits.Rows);

    /// <summary>N.</summary>
    public int Count { get; }

    private BitMatrix Transposed => transposed ??= bits!.Transpose();

    /// <summary>⟨v⟩, [visible].</summary>
    public Tensor Mean()
    {
        if (bits is null) return values!.Mean(0);
        var means = Tensor.Allocate([Transposed.Rows], tape);
        for (var i = 0; i < Transposed.Rows; i++)
        {
            var on = 0;
            foreach (var word in Transposed.Row(i)) on += BitOperations.PopCount(word);
            means.Span[i] = (float)on / Count;
        }
        return means;
    }

    /// <summary>V·W + bias, [N, columns of W].</summary>
    public Tensor Times(Tensor weight, Tensor bias)
    {
        if (bits is null) return values!.Linear(weight, bias);
        var product = Tensor.Allocate([Count, weight.Shape[1]], tape);
        BitProduct.Run(new BitFactors(bits, weight.Span), default, product.Span, bias.Span);
        return product;
    }

    /// <summary>start + V′ᵀX′/N′ − VᵀX/N, [visible, columns of X].</summary>
    /// <param name="data">V, [N, visible].</param>
    /// <param name="x">X, [N, …].</param>
    /// <param name="chains">V′, [N′, visible].</param>
    /// <param name="y">X′, [N′, …].</param>
    /// <param name="start">Overwritten; null is 0.</param>
    public static Tensor Difference(VisibleUnits data, Tensor x, VisibleUnits chains, Tensor y, Tensor? start)
    {
        float forData = -1f / data.Count, forChains = 1f / chains.Count;
        if (data.bits is null || chains.bits is null) return chains.AddProduct(forChains, y, data.AddProduct(forData, x, start));
        return data.AddProducts(new BitFactors(data.Transposed, x.Span, forData), new BitFactors(chains.Transposed, y.Span, forChains), start);
    }

    // start + scale·VᵀX.
    private Tensor AddProduct(float scale, Tensor x, Tensor? start)
    {
        if (bits is not null) return AddProducts(new BitFactors(Transposed, x.Span, scale), default, start);
        var product = values!.Transpose().MatMul(x * scale);
        return start is null ? product : start + product;
    }

    private Tensor AddProducts(in BitFactors first, in BitFactors second, Tensor? start)
    {
        var columns = first.W.Length / first.Depth;
        var sum = start ?? Tensor.Allocate([first.Rows, columns], tape);
        BitProduct.Run(first, second, sum.Span, start is null ? new float[columns] : default);
        return sum;
    }
}
