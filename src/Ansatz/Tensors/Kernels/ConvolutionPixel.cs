using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>One pixel of a convolution's target: where its window begins in the padded source, where its sums go, and which taps count.</summary>
internal readonly struct ConvolutionPixel(nint from, nint to, Vector128<int> taps)
{
    public readonly nint From = from, To = to;

    /// <summary>
    /// The window's taps inside the image are rows [t₀, −t₁) and columns [t₂, −t₃), so that the lanes' minimum over several pixels holds the
    /// taps of all.
    /// </summary>
    public readonly Vector128<int> Taps = taps;
}
