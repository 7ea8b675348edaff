namespace Ansatz.Tensors;

/// <summary>
/// Convolutions of stride 1 with fewer multiplications: F(4×4, 3×3) and F(3×3, 4×4), 36 products where the definition takes 144.
/// </summary>
/// <remarks>
/// <para>
/// One dimension. The product of two polynomials of degrees m − 1 and r − 1 has n = m + r − 1 coefficients, which its values at n points
/// determine: u·v = W⁻¹[(E_m u) ⊙ (E_r v)], where row i of E_k is (1, xᵢ, …, xᵢᵏ⁻¹), at the point ∞ (0, …, 0, 1), and W = E_n. A
/// correlation yₖ = ∑ⱼ d_{k + j}·gⱼ, k &lt; m, j &lt; r, is the transpose of that in u: y = E_mᵀ[(E_r g) ⊙ (W⁻ᵀ d)]. With Aᵀ = E_mᵀ, G = E_r,
/// Bᵀ = W⁻ᵀ this is Winograd's form y = Aᵀ[(G g) ⊙ (Bᵀ d)], n products for m outputs; and the gradient of g is its transpose in g,
/// g′ = Gᵀ[(A y′) ⊙ (Bᵀ d)], so that a sum over many windows is taken before Gᵀ. In two dimensions each matrix acts on columns and rows:
/// 36 independent products, each a product of matrices (windows × channels) · (channels × channels).
/// </para>
/// <para>
/// The points are 0, ±¾, ±3/2, ∞: n = 6, which serves kernels of 3 and of 4 taps with the same Bᵀ. Squares of the points multiply to about 1,
/// which keeps large powers and cancellation small; they and their products are exact floats. The usual 0, ±1, ±2, ∞ lose another bit or two.
/// </para>
/// <para>
/// Error, relative to ∑|x|·|w| over the terms of one output, largest and root mean square of many, against the sum in double, for 64 channels of
/// normal values: 3·10⁻⁷ and 6·10⁻⁸, where the direct sum has 2·10⁻⁷ and 3·10⁻⁸. For positive values of mean 4 and deviation 0.6, where long
/// direct chains lose digits, 5·10⁻⁷ and 1·10⁻⁷ against 1·10⁻⁶ and 3·10⁻⁷. An infinity or NaN makes NaN of whole squares of 4 × 4 pixels.
/// </para>
/// <para>
/// S. Winograd, Arithmetic complexity of computations (1980); A. Lavin and S. Gray, Fast algorithms for convolutional neural networks (2016);
/// on points, B. Barabasz et al., Error analysis and improving the accuracy of Winograd convolution for deep neural networks (2020).
/// </para>
/// </remarks>
internal static class Winograd
{
    /// <summary>Fewer channels leave too little work between the transforms.</summary>
    private const int FewestChannels = 32;

    /// <summary>Target pixels a side that a window of 6 × 6 pixels yields.</summary>
    public static int TileSize(int taps) => WinogradPoints.Count - taps + 1;

    /// <summary>Whether a convolution's target is computed this way: a function of the shape, but not of the batch.</summary>
    public static bool Applies(in ConvolutionPhase phase, int sourceChannels, int targetChannels)
    {
        var (rows, columns) = (phase.Rows, phase.Columns);
        return rows.SourceStep == 1 && rows.TargetStep == 1 && rows.Taps == columns.Taps
            && Pays(rows.Taps, rows.Count, columns.Count, sourceChannels, targetChannels);
    }

    /// <summary>Whether a kernel's gradient is computed this way.</summary>
    public static bool Applies(in ConvolutionGeometry g) =>
        g.Stride == 1 && g.KernelHeight == g.KernelWidth && Pays(g.KernelHeight, g.OutputHeight, g.OutputWidth, g.InputChannels, g.OutputChannels);

    /// <summary>Transforms and ragged squares take back a part of the gain; half of the products must go.</summary>
    private static bool Pays(int taps, int height, int width, int sourceChannels, int targetChannels)
    {
        if (taps is not (3 or 4) || sourceChannels < FewestChannels || targetChannels < FewestChannels) return false;
        var tiling = WinogradTiling.Of(TileSize(taps), height, width);
        return 2L * tiling.Count * WinogradPoints.Square <= (long)height * width * taps * taps;
    }
}
