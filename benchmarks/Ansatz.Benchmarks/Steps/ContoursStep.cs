using Ansatz.Random;
using Ansatz.Studies.Contours;

namespace Ansatz.Benchmarks.Steps;

/// <summary>Contour images drawn in memory.</summary>
internal sealed class ContoursStep : Step
{
    private const int Count = 2000;

    private readonly float[] parameters = FlowContours.DrawParameters(new Rng(1), Count);
    private readonly byte[] images = new byte[Count * FlowContours.ImageLength];

    public override string Unit => "images/s";

    public override double WorkPerRun => Count;

    public override void Run() => FlowContours.Render(parameters, images);
}
