namespace Ansatz.Studies.Contours;

/// <summary>
/// The local minimum over (a, θ) of the distance between an image and the rendering, by the simplex method: a triangle moves and shrinks by reflecting its worst
/// corner. The method needs no derivative; a rendering has none, because it changes in steps. There are two searches. The second starts
/// at the result of the first, with the triangle mirrored, so that it can leave a plateau on which the first triangle may have collapsed.
/// A search ends when the rendering equals the image, when the triangle is smaller than the steps in which the rendering changes, or after 32 steps.
/// </summary>
/// <remarks>
/// Nelder and Mead, "A simplex method for function minimization", The Computer Journal 7, 1965, with the usual factors 1, 2, ½, ½.
/// </remarks>
internal readonly ref struct ContourRefinement(ReadOnlySpan<float> image, Span<byte> rendering)
{
    /// <summary>The sides of the first search's triangle: several times the distance between neighbours among 20,000 drawn parameters.</summary>
    private const float SideA = 0.24f, SideTheta = 0.09f;

    /// <summary>The sides of the second search's triangle, relative to the first.</summary>
    private const float SecondSides = -2f / 3;

    /// <summary>The triangle at which a search ends: no corner is farther from the best one, in a and in θ.</summary>
    private const float LeastA = 3e-4f, LeastTheta = 1e-4f;

    /// <summary>The largest number of steps of a search; each renders once or twice.</summary>
    private const int MostSteps = 32;

    private readonly ReadOnlySpan<float> image = image;
    private readonly Span<byte> rendering = rendering;

    /// <summary>A point (a, θ) with the distance of its rendering from the image.</summary>
    public readonly record struct Point(float A, float Theta, float Distance);

    /// <param name="image">In [0, 255], [36, 36, 3].</param>
    /// <param name="a">The shear at the start.</param>
    /// <param name="theta">The angle at the start.</param>
    public static Point Minimize(ReadOnlySpan<float> image, float a, float theta)
    {
        Span<byte> scratch = stackalloc byte[FlowContours.ImageLength];
        var refinement = new ContourRefinement(image, scratch);
        var first = refinement.Search(refinement.At(a, theta), SideA, SideTheta);
        return refinement.Search(first, SecondSides * SideA, SecondSides * SideTheta);
    }

    private Point Search(Point start, float sideA, float sideTheta)
    {
        var best = start;
        var middle = At(start.A + sideA, start.Theta);
        var worst = At(start.A, start.Theta + sideTheta);
        Sort(ref best, ref middle, ref worst);
        for (var step = 0; step < MostSteps && best.Distance > 0 && !(IsNear(best, middle) && IsNear(best, worst)); step++)
        {
            var reflected = Along(best, middle, worst, -1);
            if (reflected.Distance < best.Distance)
            {
                worst = Better(Along(best, middle, worst, -2), reflected);
            }
            else if (reflected.Distance < middle.Distance)
            {
                worst = reflected;
            }
            else
            {
                var nearer = Better(reflected, worst);
                var contracted = Along(best, middle, worst, reflected.Distance < worst.Distance ? -0.5f : 0.5f);
                if (contracted.Distance < nearer.Distance)
                {
                    worst = contracted;
                }
                else
                {
                    middle = At(0.5f * (best.A + middle.A), 0.5f * (best.Theta + middle.Theta));
                    worst = At(0.5f * (best.A + worst.A), 0.5f * (best.Theta + worst.Theta));
                }
            }
            Sort(ref best, ref middle, ref worst);
        }
        return best;
    }

    /// <summary>The point on the line from the middle of the better two (part 0) to the worst (part 1).</summary>
    private Point Along(Point best, Point middle, Point worst, float part)
    {
        var (a, theta) = (0.5f * (best.A + middle.A), 0.5f * (best.Theta + middle.Theta));
        return At(a + part * (worst.A - a), theta + part * (worst.Theta - theta));
    }

    private Point At(float a, float theta)
    {
        FlowContours.Render(a, theta, rendering);
        return new(a, theta, ImageDistance.Between(image, rendering));
    }

    private static bool IsNear(Point one, Point other) => Math.Abs(one.A - other.A) <= LeastA && Math.Abs(one.Theta - other.Theta) <= LeastTheta;

    private static Point Better(Point challenger, Point holder) => challenger.Distance < holder.Distance ? challenger : holder;

    private static void Sort(ref Point best, ref Point middle, ref Point worst)
    {
        if (middle.Distance < best.Distance) (best, middle) = (middle, best);
        if (worst.Distance < middle.Distance) (middle, worst) = (worst, middle);
        if (middle.Distance < best.Distance) (best, middle) = (middle, best);
    }
}
