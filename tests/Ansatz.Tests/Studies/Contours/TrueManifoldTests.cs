using Ansatz.Tests.Tensors.Kernels;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;

namespace Ansatz.Tests.Studies.Contours;

[Collection(KernelCollection.Name)]
public sealed class TrueManifoldTests
{
    private const int StartCount = 2_000;
    private const int KnownCount = 100;
    private const int Length = FlowContours.ImageLength;

    private static readonly (byte[] Images, float[] Parameters) drawn = FlowContours.Draw(new Rng(3), StartCount + KnownCount);

    private static readonly TrueManifold manifold = new(drawn.Images.AsMemory(0, StartCount * Length), drawn.Parameters.AsMemory(0, 2 * StartCount));

    private static ReadOnlyMemory<byte> KnownImages => drawn.Images.AsMemory(StartCount * Length);

    private static ReadOnlyMemory<float> KnownParameters => drawn.Parameters.AsMemory(2 * StartCount);

    [Fact]
    public void KnownParametersAreFound()
    {
        var error = manifold.MeasureError(KnownImages, KnownParameters);
        Assert.InRange(error.MedianA, 0, 2e-3);
        Assert.InRange(error.A95, 0, 2e-2);
        Assert.InRange(error.MedianTheta, 0, 2e-4);
        Assert.InRange(error.Theta95, 0, 2e-3);
        Assert.InRange(error.MedianResidual, 0, 0.01);
        Assert.InRange(error.Residual95, 0, 0.1);
    }

    [Fact]
    public void KnownParametersHaveTheirDistributions()
    {
        var fit = manifold.Fit(KnownImages);
        Assert.InRange(fit.ThetaKs, 0, 1.3 * fit.KsBound95);
        Assert.InRange(fit.AKs, 0, 1.3 * fit.KsBound95);
        Assert.All(fit.Theta, theta => Assert.InRange(theta, 0, MathF.Tau));
    }

    [Fact]
    public void TheResidualIsTheDistanceOfTheRenderingFound()
    {
        // An image that is on the manifold nowhere: each value mixed with a third of gray.
        var images = new float[5 * Length];
        for (var i = 0; i < images.Length; i++) images[i] = (KnownImages.Span[i] * 2 + 128) / (3f * 255);
        var fit = manifold.Fit(images);
        var rendering = new byte[Length];
        for (var k = 0; k < 5; k++)
        {
            FlowContours.Render(fit.A[k], fit.Theta[k], rendering);
            var distance = rendering.Select((value, i) => Math.Abs(value - 255.0 * images[k * Length + i])).Average();
            Assert.Equal(distance, fit.Residual[k], 1e-3);
            Assert.InRange(distance, 20, 60);
        }
    }

    [Fact]
    public void BytesAndUnitValuesFindTheSame()
    {
        var bytes = KnownImages[..(20 * Length)];
        var units = new float[bytes.Length];
        for (var i = 0; i < units.Length; i++) units[i] = bytes.Span[i] / 255f;
        var (expected, found) = (manifold.Fit(bytes), manifold.Fit(units));
        for (var i = 0; i < 20; i++) Assert.Equal(expected.Residual[i], found.Residual[i], 1e-3f);
    }

    [Fact]
    public void TheNearestImageIsTheOneThatComparingAllFinds()
    {
        var nearest = new NearestImage(drawn.Images.AsMemory(0, StartCount * Length));
        var rng = new Rng(8);
        var image = new float[Length];
        for (var k = 0; k < 20; k++)
        {
            // Half of them blended with noise, far from every candidate.
            rng.Fork(k).Uniform(image);
            for (var i = 0; i < Length; i++) image[i] = KnownImages.Span[k * Length + i] * (1 - k % 2 * 0.5f) + k % 2 * 100 * image[i];
            var distances = Enumerable.Range(0, StartCount)
                .Select(c => ImageDistance.Between(image, drawn.Images.AsSpan(c * Length, Length))).ToArray();
            Assert.Equal(Array.IndexOf(distances, distances.Min()), nearest.Find(image));
        }
    }

    [Fact]
    public void TheBoundIsNeverMoreThanTheDistance()
    {
        var (x, y) = (new float[Length], new float[Length]);
        var (sumsX, sumsY) = (new float[ImageDistance.BlockSumCount], new float[ImageDistance.BlockSumCount]);
        for (var k = 0; k + 1 < KnownCount; k++)
        {
            for (var i = 0; i < Length; i++) (x[i], y[i]) = (KnownImages.Span[k * Length + i], KnownImages.Span[(k + 1) * Length + i]);
            ImageDistance.SumBlocks(x, sumsX);
            ImageDistance.SumBlocks(y, sumsY);
            var distance = ImageDistance.Between(x, KnownImages.Span.Slice((k + 1) * Length, Length));
            Assert.Equal(x.Zip(y, (p, q) => Math.Abs(p - (double)q)).Average(), distance, 1e-4);
            Assert.InRange(ImageDistance.LowerBound(sumsX, sumsY), 0.1f * distance, distance);
        }
    }

    [Fact]
    public void ResultsAreTheSameForAnyNumberOfThreads()
    {
        var threads = ForkJoin.ThreadCount;
        try
        {
            var fits = ((int[])[1, 2, 7]).Select(threadCount =>
            {
                ForkJoin.ThreadCount = threadCount;
                return manifold.Fit(KnownImages[..(16 * Length)]);
            }).ToArray();
            Assert.All(fits, fit =>
            {
                Assert.Equal(fits[0].A, fit.A);
                Assert.Equal(fits[0].Theta, fit.Theta);
                Assert.Equal(fits[0].Residual, fit.Residual);
            });
        }
        finally
        {
            ForkJoin.ThreadCount = threads;
        }
    }

    [Fact]
    public void WhatIsNoImageIsRefused()
    {
        var outside = new float[2 * Length];
        outside[Length + 5] = 1.5f;
        Assert.Contains("image 1 has the value 1.5, expected 0 to 1", Assert.Throws<ArgumentException>(() => manifold.Fit(outside)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => manifold.Fit(new byte[Length + 1]));
        Assert.Throws<ArgumentException>(() => manifold.Fit(Array.Empty<byte>()));
        Assert.Throws<ArgumentException>(() => new TrueManifold(new byte[Length], new float[4]));
        Assert.Throws<ArgumentException>(() => new TrueManifold(Array.Empty<byte>(), Array.Empty<float>()));
    }
}
