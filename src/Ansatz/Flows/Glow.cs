using Ansatz.Bijectors;
using Ansatz.Networks;
using Ansatz.Tensors;

namespace Ansatz.Flows;

/// <summary>
/// A flow of images in several scales. Each level takes blocks of 2 × 2 pixels as channels and gives half of its channels to the noise. Its steps are an activation normalization, an
/// invertible 1 × 1 convolution and an affine coupling.
/// </summary>
/// <remarks>
/// <para>Pixels lie in [0, 1]. With k gray values, training adds noise within a pixel's bin, x ← (x(k − 1) + u)/k with u uniform in [0, 1): discrete values alone have no density.
/// What is reported is −log p(x) + d·log k, which bounds −log P of the discrete image from above. Score takes u = ½. With k = 0 pixels are taken as they are.</para>
/// Kingma and Dhariwal, Glow: generative flow with invertible 1 × 1 convolutions (2018); noise: Theis, van den Oord, Bethge, A note on the evaluation of generative models (2016), section 3.1.
/// </remarks>
public sealed class Glow : Flow
{
    internal const string Word = "glow";

    [SavedAs("steps")]
    private readonly (ActNorm Norm, InvertibleLinear Mix, ImageConditioner Network)[][] steps;
    private readonly int grayValues;

    /// <param name="image">[height, width, channels], with a height and a width that 2^levels divides.</param>
    /// <param name="levels">1 or more.</param>
    /// <param name="stepsPerLevel">1 or more.</param>
    /// <param name="hidden">The channels inside each coupling's network.</param>
    /// <param name="grayValues">k, how many values a pixel can have: 256 for bytes, 0 for real numbers.</param>
    /// <param name="classCount">How many classes the labels name; 0 without.</param>
    public Glow(Shape image, int levels = 2, int stepsPerLevel = 4, int hidden = 64, int grayValues = 256, int classCount = 0) : base(image, 0, classCount, (0f, 1f))
    {
        if (levels is < 1 or > 16 || stepsPerLevel < 1 || hidden < 1)
            throw new ArgumentOutOfRangeException(nameof(levels), $"Glow: {levels} levels of {stepsPerLevel} steps with {hidden} hidden channels; expected 1 to 16, and 1 or more of each other.");
        if (image.Rank != 3 || image[0] % (1 << levels) != 0 || image[1] % (1 << levels) != 0)
            throw new ArgumentException($"Glow: images have shape {image}; expected [height, width, channels] with a height and a width that {1 << levels} divides, or fewer levels.", nameof(image));
        if (grayValues is < 0 or 1) throw new ArgumentOutOfRangeException(nameof(grayValues), $"Glow: {grayValues} gray values; expected 0, or 2 or more.");
        this.grayValues = grayValues;
        steps = new (ActNorm, InvertibleLinear, ImageConditioner)[levels][];
        // From the noise on: the first level is the coarsest. Seen from the image, a level has four times the channels and then gives half of them away.
        var channels = image[2];
        for (var level = levels - 1; level >= 0; level--)
        {
            channels *= 4;
            var (count, kept) = (channels, channels / 2);
            steps[level] = [.. Enumerable.Range(0, stepsPerLevel).Select(_ => (new ActNorm(count), new InvertibleLinear(count), new ImageConditioner(kept, classCount, hidden, 2 * (count - kept))))];
            channels /= 2;
        }
        Architecture = Header(Word, ("image", image), ("levels", levels), ("steps", stepsPerLevel), ("hidden", hidden), ("gray", grayValues));
    }

    protected override Bijector Map(Tensor? context, Pass pass) => new MultiScale(EventShape,
        [.. steps.Select(level => new Chain([.. level.SelectMany(step => Step(step, context, pass)), new Invert(new Squeeze())]))]);

    public override StepResult Step(Batch batch, Pass pass)
    {
        if (grayValues == 0) return base.Step(batch, pass);
        var noise = Tensor.Allocate(batch.Values.Shape, pass.Tape);
        pass.Stream("pixels").Uniform(noise.Span);
        var loss = (-Given(FlowData.Divide(this, batch).Context, pass).LogProb(Blurred(batch.Values, noise)).Mean()) + BinConstant;
        return new StepResult(pass.Tape!.Backward(loss), new Metrics(("nll", loss.Item())));
    }

    public override Metrics Evaluate(Batch batch, Pass pass)
    {
        if (grayValues == 0) return base.Evaluate(batch, pass);
        var noise = Tensor.Allocate(batch.Values.Shape, pass.Tape);
        pass.Stream("pixels").Uniform(noise.Span);
        var sum = 0.0;
        foreach (var score in Given(FlowData.Divide(this, batch).Context, pass).LogProb(Blurred(batch.Values, noise)).Span) sum -= score;
        return new Metrics(("nll", sum / batch.Count + BinConstant));
    }

    private protected override Tensor Scored(Tensor x) => grayValues == 0 ? x : Blurred(x, 0.5f);

    /// <summary>d·log k.</summary>
    private float BinConstant => (float)(EventShape.Size * DoubleMath.Log(grayValues));

    private Tensor Blurred(Tensor x, Tensor noise) => (x * (grayValues - 1) + noise) * (1f / grayValues);

    private static IEnumerable<Bijector> Step((ActNorm Norm, InvertibleLinear Mix, ImageConditioner Network) step, Tensor? context, Pass pass)
    {
        var channels = step.Norm.Shift.Shape[0];
        yield return new SplitCoupling(channels / 2, known => FlowSteps.Affine(step.Network.Forward(known, context, pass)), eventRank: 3, Conditioner.BatchOf(context));
        yield return step.Mix.Given(pass);
        yield return step.Norm.Given(pass);
    }

    internal static Glow Read(FlowHeader h) =>
        h.Ints("image") is [var height, var width, var channels] ? new([height, width, channels], h.Int("levels"), h.Int("steps"), h.Int("hidden"), h.Int("gray"), h.Classes)
            : throw new InvalidDataException("the architecture's image has no three dimensions; expected what ModelFile.Save wrote");
}
