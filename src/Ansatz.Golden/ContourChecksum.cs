using Ansatz.Random;
using Ansatz.Studies.Contours;

namespace Ansatz.Golden;

/// <summary>What <see cref="Checksums"/> runs over the contour images and the search for their parameters.</summary>
internal static class ContourChecksum
{
    private const int Count = 40;
    private const int Length = FlowContours.ImageLength;

    public static void Draw(Digest digest)
    {
        var (images, parameters) = FlowContours.Draw(new Rng(42), Count);
        digest.Add(parameters);
        digest.Add(images);

        var logDensity = new float[FlowContours.GridSize * FlowContours.GridSize];
        FlowContours.LogDensity(parameters[0], parameters[1], logDensity);
        digest.Add(logDensity);
    }

    public static void Search(Digest digest)
    {
        var (images, parameters) = FlowContours.Draw(new Rng(42), Count);
        var manifold = new TrueManifold(images.AsMemory(4 * Length), parameters.AsMemory(8));
        var fit = manifold.Fit(images.AsMemory(0, 4 * Length));
        digest.Add(fit.A);
        digest.Add(fit.Theta);
        digest.Add(fit.Residual);
        digest.Add([fit.MedianResidual, fit.Residual95, fit.ThetaKs, fit.AKs]);
    }
}
