using System.Runtime.Intrinsics;

namespace Ansatz.Tensors;

/// <summary>The gradients of the input of 16 splines, and of the corner, the size and the slopes of its bin, in float.</summary>
/// <remarks>
/// <para>Let y = f(x; θ) and L = log f′, and let an index mean a derivative. Forward: gx = gy·fₓ + gl·Lₓ and gθ = gy·fθ + gl·Lθ. The inverse solves f(x; θ) = y for x, and its log-slope is −L. So the
/// total gradient of x is T = gx − gl·Lₓ. With dx/dy = 1/fₓ and dx/dθ = −fθ/fₓ, gy = T/fₓ and gθ = −(T/fₓ)·fθ − gl·Lθ.</para>
/// <para>In the terms of <see cref="SplineLanes"/>, with a = 1 − ξ, while ξ, w and h are held constant: ∂y/∂s = h·p(eξ² − da²)/D², ∂y/∂d = h·p(sa² + ep)/D², ∂y/∂e = −h·pq/D²,
/// ∂L/∂s = 2p(1/N + (d + e)/(sD)), ∂L/∂d = a²/N − 2p/D, ∂L/∂e = ξ²/N − 2p/D, ∂L/∂ξ = 2((eξ − da + s(1 − 2ξ))/N − (d + e − 2s)(1 − 2ξ)/D). These forms have no differences of
/// nearly equal numbers but where the derivative itself changes its sign. The corner and the width also change ξ.</para>
/// </remarks>
internal readonly struct SplineGradients
{
    public readonly Vector512<float> OfInput, OfCornerX, OfWidth, OfCornerY, OfHeight, OfLeft, OfRight;

    public SplineGradients(SplineBins found, Vector512<float> g, Vector512<float> gl, bool isInverse)
    {
        var (xi, a, s, width, height) = found.Place;
        var (d, e) = found.Slopes;
        Vector512<float> one = Vector512<float>.One, p = xi * a, both = d + e, square = xi * xi, otherSquare = a * a, twoP = p + p;
        Vector512<float> q = s * square + d * p, inverseD = one / (s * (one - twoP) + both * p), inverseN = one / (e * square + twoP * s + d * otherSquare), inverseWidth = one / width;
        var ratio = s * inverseD;
        var slope = ratio * ratio / inverseN;
        var difference = a - xi;
        var half = (e * xi - d * a + s * difference) * inverseN - (both - s - s) * difference * inverseD;
        var lXi = half + half;
        var lX = lXi * inverseWidth;
        OfInput = isInverse ? (g - gl * lX) / slope : g * slope + gl * lX;
        if (isInverse) (g, gl) = (-OfInput, -gl);
        OfCornerY = g;
        var scaled = g * height * inverseD * inverseD * p;
        var ofSecant = scaled * (e * square - d * otherSquare) + gl * twoP * (inverseN + both * inverseD / s);
        var ofBoth = twoP * inverseD;
        OfLeft = scaled * (s * otherSquare + e * p) + gl * (otherSquare * inverseN - ofBoth);
        OfRight = gl * (square * inverseN - ofBoth) - scaled * q;
        var ofXi = g * slope * width + gl * lXi;
        OfCornerX = -ofXi * inverseWidth;
        OfWidth = -(ofSecant * s + ofXi * xi) * inverseWidth;
        OfHeight = g * q * inverseD + ofSecant * inverseWidth;
    }
}
