namespace Ansatz.Studies.Boltzmann;

/// <summary>Images of bits, as a Boltzmann machine is given them.</summary>
internal sealed class BinaryDigits
{
    private const int ImagesPerPiece = 1000;

    /// <param name="images">Black and white.</param>
    public BinaryDigits(Dataset images) => Images = images;

    /// <summary>Pixels of 0 and 1.</summary>
    public Dataset Images { get; }

    public int PixelCount => Images.ExampleShape.Size;
    public int Count => Images.Count;

    /// <summary>[count, pixels].</summary>
    public Tensor ToTensor(int start, int count) => Images.ToTensor(start, count).Reshape([count, PixelCount]);

    public BaseRates Rates()
    {
        var sums = new double[PixelCount];
        foreach (var piece in Pieces())
        {
            var means = BaseRates.Of(piece.ToArray(), PixelCount).Means;
            for (var i = 0; i < sums.Length; i++) sums[i] += (double)means[i] * piece.Shape[0];
        }
        return new BaseRates([.. sums.Select(s => (float)(s / Count))], Count);
    }

    /// <summary>The mean over images of a number of each, summed in double.</summary>
    /// <param name="measure">The numbers of images [n, pixels], [n].</param>
    public double Mean(Func<Tensor, Tensor> measure) => Pieces().Sum(piece => measure(piece).ToArray().Sum(x => (double)x)) / Count;

    private IEnumerable<Tensor> Pieces()
    {
        for (var start = 0; start < Count; start += ImagesPerPiece) yield return ToTensor(start, Math.Min(ImagesPerPiece, Count - start));
    }
}
