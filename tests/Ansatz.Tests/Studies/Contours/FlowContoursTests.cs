using Ansatz.Figures;
using Ansatz.Random;
using Ansatz.Studies.Contours;
using Ansatz.Tensors;
using Ansatz.Tests.Tensors.Kernels;

namespace Ansatz.Tests.Studies.Contours;

[Collection(KernelCollection.Name)]
public sealed class FlowContoursTests
{
    private const int Grid = FlowContours.GridSize;

    /// <summary>Ordinary parameters and hard ones: no shear, shears that overflow, turns far outside a circle.</summary>
    private static readonly float[] manyParameters = CreateParameters();

    [Fact]
    public void ImagesAreMatplotlibs()
    {
        var count = ContourFixture.Parameters.Length / 2;
        var images = new byte[count * FlowContours.ImageLength];
        FlowContours.Render(ContourFixture.Parameters, images);
        var errors = new double[count];
        for (var i = 0; i < images.Length; i++)
            errors[i / FlowContours.ImageLength] += Math.Abs(images[i] - ContourFixture.Images[i]) / (double)FlowContours.ImageLength;
        Assert.InRange(errors.Take(10).Average(), 0, 0.5);
        Assert.InRange(errors.Max(), 0, 1);
    }

    [Fact]
    public void ImagesAreTheNaiveRendering()
    {
        var logDensity = new float[Grid * Grid];
        var image = new byte[FlowContours.ImageLength];
        var differing = 0;
        for (var k = 0; k < 20; k++)
        {
            FlowContours.LogDensity(manyParameters[2 * k], manyParameters[2 * k + 1], logDensity);
            FlowContours.Render(manyParameters[2 * k], manyParameters[2 * k + 1], image);
            var expected = ReferenceRendering(logDensity);
            for (var i = 0; i < image.Length; i++)
                if (image[i] != expected[i]) differing++;
        }
        Assert.InRange(differing, 0, 4);   // of 77,760 values: maxima on the edge between two bands
    }

    [Fact]
    public void LogDensityIsTheChangeOfVariables()
    {
        var logDensity = new float[Grid * Grid];
        for (var k = 0; k < 40; k++)
        {
            var (a, theta) = (manyParameters[2 * k], manyParameters[2 * k + 1]);
            FlowContours.LogDensity(a, theta, logDensity);
            for (var i = 0; i < logDensity.Length; i++)
            {
                var expected = ReferenceLogDensity(a, theta, -1 + i % Grid * 2.0 / (Grid - 1), -1 + i / Grid * 2.0 / (Grid - 1));
                if (double.IsNegativeInfinity(expected)) Assert.Equal(float.NegativeInfinity, logDensity[i]);
                else Assert.Equal(expected, logDensity[i], 1e-4 + 1e-5 * Math.Abs(expected));
            }
        }
    }

    [Fact]
    public void LogDensityIsMinusInfinityOnTheBorderAndNowhereNaN()
    {
        var logDensity = new float[Grid * Grid];
        for (var k = 0; k < manyParameters.Length / 2; k++)
        {
            FlowContours.LogDensity(manyParameters[2 * k], manyParameters[2 * k + 1], logDensity);
            for (var i = 0; i < Grid; i++)
            {
                Assert.Equal(float.NegativeInfinity, logDensity[i]);
                Assert.Equal(float.NegativeInfinity, logDensity[Grid * (Grid - 1) + i]);
                Assert.Equal(float.NegativeInfinity, logDensity[Grid * i]);
                Assert.Equal(float.NegativeInfinity, logDensity[Grid * i + Grid - 1]);
            }
            Assert.DoesNotContain(logDensity, v => float.IsNaN(v) || float.IsPositiveInfinity(v));
        }
    }

    [Fact]
    public void TheDensityIntegratesToOne()
    {
        // The grid is too coarse near the corners for larger shears; there the images are what is tested.
        var logDensity = new float[Grid * Grid];
        FlowContours.LogDensity(0.5f, 0.4f, logDensity);
        Assert.Equal(1, logDensity.Sum(v => Math.Exp(v)) * Math.Pow(2.0 / (Grid - 1), 2), 0.02);
    }

    [Fact]
    public void ABatchEqualsItsSinglesForAnyNumberOfThreads()
    {
        var count = manyParameters.Length / 2;
        var singles = new byte[count * FlowContours.ImageLength];
        for (var i = 0; i < count; i++)
            FlowContours.Render(manyParameters[2 * i], manyParameters[2 * i + 1], singles.AsSpan(i * FlowContours.ImageLength, FlowContours.ImageLength));
        var threads = ForkJoin.ThreadCount;
        try
        {
            foreach (var threadCount in (int[])[1, 2, 7])
            {
                ForkJoin.ThreadCount = threadCount;
                var batch = new byte[singles.Length];
                FlowContours.Render(manyParameters, batch);
                Assert.True(singles.AsSpan().SequenceEqual(batch), $"{threadCount} threads");
            }
        }
        finally
        {
            ForkJoin.ThreadCount = threads;
        }
    }

    [Fact]
    public void AQuarterTurnTurnsTheImage()
    {
        var image = new byte[FlowContours.ImageLength];
        var turned = new byte[FlowContours.ImageLength];
        FlowContours.Render(3, 0.7f, image);
        FlowContours.Render(3, 0.7f + MathF.PI / 2, turned);
        var differences = 0;
        for (var row = 0; row < FlowContours.Size; row++)
            for (var column = 0; column < FlowContours.Size; column++)
                for (var c = 0; c < 3; c++)   // counterclockwise: the right column becomes the top row
                    differences += Math.Abs(
                        image[(FlowContours.Size * row + column) * 3 + c]
                        - turned[(FlowContours.Size * (FlowContours.Size - 1 - column) + row) * 3 + c]);
        Assert.InRange(differences / (double)FlowContours.ImageLength, 0, 0.05);
    }

    [Fact]
    public void ADensityThatIsZeroEverywhereIsDrawnAsBackground()
    {
        var image = new byte[FlowContours.ImageLength];
        FlowContours.Render(float.MaxValue, 1, image);
        for (var i = 0; i < image.Length; i += 3) Assert.Equal([13, 0, 0], image.AsSpan(i, 3).ToArray());
    }

    [Fact]
    public void ASmallerSetIsTheStartOfALarger()
    {
        var (few, fewParameters) = FlowContours.Draw(new Rng(42), 5);
        var (many, manyParameters) = FlowContours.Draw(new Rng(42), 40);
        Assert.Equal(few, many[..few.Length]);
        Assert.Equal(fewParameters, manyParameters[..fewParameters.Length]);
        Assert.NotEqual(fewParameters, FlowContours.Draw(new Rng(43), 5).Parameters);
    }

    [Fact]
    public void ParametersHaveTheirDistributions()
    {
        const int Count = 20_000;
        var rng = new Rng(7);
        var drawn = Enumerable.Range(0, Count).Select(i => FlowContours.DrawParameters(rng.Fork(i))).ToArray();
        // Five standard errors.
        Assert.Equal(3, drawn.Average(p => p.A), 5 / Math.Sqrt(Count));
        Assert.Equal(1, drawn.Average(p => Math.Pow(p.A - 3, 2)), 5 * Math.Sqrt(2.0 / Count));
        Assert.Equal(Math.PI, drawn.Average(p => p.Theta), 5 * Math.Tau / Math.Sqrt(12.0 * Count));
        Assert.All(drawn, p => Assert.True(p.Theta >= 0 && p.Theta < Math.Tau));
    }

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(3, float.PositiveInfinity)]
    public void ParametersThatAreNotFiniteAreRefused(float a, float theta)
    {
        var image = new byte[2 * FlowContours.ImageLength];
        Assert.Throws<ArgumentException>(() => FlowContours.Render(a, theta, image.AsSpan(FlowContours.ImageLength)));
        Assert.Throws<ArgumentException>(() => FlowContours.LogDensity(a, theta, new float[Grid * Grid]));
        var error = Assert.Throws<ArgumentException>(() => FlowContours.Render([3, 0, a, theta], image));
        Assert.Contains($"({a}, {theta}), expected finite numbers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BuffersOfAnotherLengthAreRefused()
    {
        Assert.Contains("has 10 elements, expected 3888", Assert.Throws<ArgumentException>(() => FlowContours.Render(3, 0, new byte[10])).Message, StringComparison.Ordinal);
        Assert.Contains("expected pairs", Assert.Throws<ArgumentException>(() => FlowContours.Render([3, 0, 3], new byte[3888])).Message, StringComparison.Ordinal);
        Assert.Contains("2 images", Assert.Throws<ArgumentException>(() => FlowContours.Render([3, 0, 3, 1], new byte[3888])).Message, StringComparison.Ordinal);
    }

    private static float[] CreateParameters()
    {
        var rng = new Rng(1);
        var parameters = new List<float>();
        for (var i = 0; i < 60; i++)
        {
            var (a, theta) = FlowContours.DrawParameters(rng.Fork(i));
            parameters.AddRange([a, theta]);
        }
        foreach (var a in (float[])[0, -0f, 1e-30f, -10, 10, 1e4f, -1e20f, 1e38f, float.MaxValue, -float.MaxValue])
            foreach (var theta in (float[])[0, MathF.PI / 4, MathF.PI / 2, -20, 1000])
                parameters.AddRange([a, theta]);
        return [.. parameters];
    }

    /// <summary>Each pixel by itself: the maximum of the bilinear interpolation over all its breakpoints, in double.</summary>
    private static byte[] ReferenceRendering(float[] logDensity)
    {
        const double CellsPerPixel = (Grid - 1) / (double)FlowContours.Size;
        var maxima = new double[FlowContours.Size, FlowContours.Size];
        for (var row = 0; row < FlowContours.Size; row++)
            for (var column = 0; column < FlowContours.Size; column++)
                maxima[row, column] = Breakpoints(row).Max(y => Breakpoints(column).Max(x => Interpolated(x, y)));

        var levels = ContourLevels.Covering((float)maxima.Cast<double>().Max());
        var image = new byte[FlowContours.ImageLength];
        for (var row = 0; row < FlowContours.Size; row++)
            for (var column = 0; column < FlowContours.Size; column++)
            {
                var band = Math.Min((int)(maxima[row, column] / levels.Step), levels.BandCount - 1);
                ColorMap.Hot.Table.Slice(3 * levels.ColorOf(band), 3)
                    .CopyTo(image.AsSpan(3 * (FlowContours.Size * (FlowContours.Size - 1 - row) + column)));
            }
        return image;

        IEnumerable<double> Breakpoints(int pixel)
        {
            var (from, to) = (CellsPerPixel * pixel, CellsPerPixel * (pixel + 1));
            yield return from;
            for (var line = Math.Floor(from) + 1; line < to; line++) yield return line;
            yield return to;
        }

        double Interpolated(double x, double y)
        {
            var (i, j) = (Math.Min((int)x, Grid - 2), Math.Min((int)y, Grid - 2));
            return (1 - (y - j)) * ((1 - (x - i)) * Density(i, j) + (x - i) * Density(i + 1, j))
                + (y - j) * ((1 - (x - i)) * Density(i, j + 1) + (x - i) * Density(i + 1, j + 1));
        }

        double Density(int i, int j) => Math.Exp(logDensity[Grid * j + i]);
    }

    /// <summary>log p(y) in double, step by step back through the flow.</summary>
    private static double ReferenceLogDensity(double a, double theta, double y1, double y2)
    {
        if (Math.Abs(y1) > 1 - 1e-12 || Math.Abs(y2) > 1 - 1e-12) return double.NegativeInfinity;
        var (u1, u2) = (Math.Atanh(y1), Math.Atanh(y2));                                        // tanh
        var (v1, v2) = (Math.Cos(theta) * u1 + Math.Sin(theta) * u2, Math.Cos(theta) * u2 - Math.Sin(theta) * u1);   // rotation
        var sheared = v2 - a * v1 * v1;                                                         // shear
        var scaled = 2 * sheared;                                                               // scale
        var (z1, z2) = (v1, scaled + 2);                                                        // shift
        var logBase = -0.5 * (z1 * z1 + z2 * z2) / 0.09 - Math.Log(Math.Tau * 0.09);
        return logBase + Math.Log(2) - Math.Log(1 - y1 * y1) - Math.Log(1 - y2 * y2);
    }
}
