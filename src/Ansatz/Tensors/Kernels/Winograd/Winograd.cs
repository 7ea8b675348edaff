namespace Ansatz.Tensors;

/// <summary>
/// Convolutions with fewer multiplications: F(4×4, 3×3) and F(3×3, 4×4) need 36 products instead of 144, F(4×4, 2×2) needs 25 instead of 64, and
/// F(3×3, 2×2) needs 16 instead of 36.
/// </summary>
/// <remarks>
/// <para>
/// One dimension. The product of polynomials with m and r coefficients has n = m + r − 1 of them, which its values at n points determine:
/// W⁻¹[(E_m u) ⊙ (E_r v)], where row i of E_k is (1, xᵢ, …, xᵢᵏ⁻¹), at the point ∞ (0, …, 0, 1), and W = E_n. A correlation
/// yₖ = ∑ⱼ d_{k + j}·gⱼ, k &lt; m, j &lt; r, is its transpose: y = Aᵀ[(G g) ⊙ (Bᵀ d)] with A = E_m, G = E_r, Bᵀ = W⁻ᵀ, n products for m
/// outputs. The gradient of g is g′ = Gᵀ[(A y′) ⊙ (Bᵀ d)]; the sum over windows d may be computed before Gᵀ is applied. In two dimensions each matrix
/// acts on columns, then on rows. The rest is one product of matrices at each of the n × n points: (windows × channels) · (channels × channels), or for
/// the gradient (channels × windows) · (windows × channels). Each output of a product is one chain.
/// </para>
/// <para>
/// A stride of 2 divides pixels and taps by their remainders into four tap phases. Each has stride 1 and half as many taps per side. A transposed
/// convolution divides the target instead (<see cref="ConvolutionPhase"/>).
/// </para>
/// <para>
/// The points are 0, ±¾, ±3/2, ∞. For two taps with many channels they are 0, ±¾, 3/2, ∞, and for two taps with few channels 0, ±1, ∞. Powers near 1 keep
/// cancellation small: the usual points 0, ±1, ±2, ∞ lose one or two bits more. The error is measured relative to ∑|x|·|w| over the terms of an output
/// inside the image, as the largest and the root mean square of many outputs. For 64 channels of normal values it is 4·10⁻⁷ and 6·10⁻⁸; the direct sum has
/// 2·10⁻⁷ and 3·10⁻⁸. Two taps have 8·10⁻⁷ and 8·10⁻⁸, and with few channels 2·10⁻⁷ and 3·10⁻⁸. For pixels and weights of mean 4 and deviation 0.6,
/// where long direct chains lose digits, it is 6·10⁻⁷ and 1·10⁻⁷; the direct sum has 10⁻⁶ and 3·10⁻⁷. At a border the error is that of the rest
/// of the square, although an output has fewer terms. An infinity or NaN spreads over the whole square.
/// </para>
/// <para>
/// Speed on one core relative to the direct method: for 64 → 128 channels, 3×3 taps, 36 × 36 pixels and batch 32, the three passes are 2.4, 2.5 and 2.7
/// times as fast. That is 2.3 times the peak rate, if the multiply-adds of the definition are counted. Transposed layers with stride 2 and 4×4 taps are 1.2 to
/// 1.6 times as fast for 256 → 128 channels, and 1.1 to 1.4 times for 32 → 32 channels at 18 × 18 pixels.
/// </para>
/// <para>
/// S. Winograd, Arithmetic complexity of computations (1980); A. Lavin and S. Gray, Fast algorithms for convolutional neural networks (2016);
/// on points, B. Barabasz et al., Error analysis and improving the accuracy of Winograd convolution for deep neural networks (2020).
/// </para>
/// </remarks>
internal static unsafe class Winograd
{
    /// <summary>Whether a convolution's target is computed this way: a function of the shape, but not of the batch.</summary>
    public static bool Applies(ConvolutionPhase* phases, int phaseCount, int sourceChannels, int targetChannels)
    {
        double products = 0, terms = 0;
        for (var i = 0; i < phaseCount; i++)
            if (!Count(phases[i], sourceChannels, targetChannels, ref products, ref terms)) return false;
        return Pays(products, terms);
    }

    /// <summary>Whether a kernel's gradient is computed this way.</summary>
    public static bool Applies(in ConvolutionGeometry g)
    {
        double products = 0, terms = 0;
        return Count(g.Phase, g.InputChannels, g.OutputChannels, ref products, ref terms) && Pays(products, terms);
    }

    /// <summary>Adds up the products of each phase and the terms of the definition, per channel and tap phase. Returns false if there is no such method.</summary>
    private static bool Count(in ConvolutionPhase phase, int sourceChannels, int targetChannels, ref double products, ref double terms)
    {
        var (rows, columns) = (phase.Rows, phase.Columns);
        if (rows.Taps != columns.Taps || rows.Taps % rows.SourceStep != 0 || !WinogradSize.Exists(rows.Taps / rows.SourceStep)) return false;
        var fewest = Math.Min(sourceChannels, targetChannels);
        var size = WinogradSize.Of(rows.Taps / rows.SourceStep, fewest);
        if (fewest < BitConstants.WinogradChannels || (size.Taps > 2 && (long)sourceChannels * targetChannels < BitConstants.WinogradChannelPairs)) return false;
        var count = WinogradTiling.Of(size.Pixels, rows.Count, columns.Count).Count;
        products += (double)count * size.Square;
        terms += (double)rows.Count * columns.Count * size.Taps * size.Taps;
        return true;
    }

    /// <summary>Transforms and partial squares cost a part of the gain, so the method must save half of the products.</summary>
    private static bool Pays(double products, double terms) => 2 * products <= terms;
}
