namespace Ansatz.Explorer.Panels.Flows;

/// <summary>Noise and data side by side, a point that is followed through every bijector, and the density as a picture.</summary>
/// <param name="flows">Those of the run, one or more.</param>
internal sealed class FlowsPanel(IReadOnlyList<FlowView> flows) : Panel("flows", "From noise to data")
{
    // As many points as the page draws at once, fewer where a point has many numbers.
    private const int MostPoints = 1200, MostNumbers = 300_000, Size = 160;
    private const double Outermost = 0.002, BrightestShare = 0.995;

    public override IEnumerable<Endpoint> Endpoints =>
    [
        new(At("list"), _ => Answer.Json([.. flows.Select(f => f.Name)], FlowPointsJson.Default.StringArray)),
        new(At("draws"), question => Answer.Json(Draws(Chosen(question.Number("flow")), question.Number("seed")), FlowPointsJson.Default.FlowDraws)),
        new(At("density"), question => Density(Chosen(question.Number("flow")))),
        Endpoint.Post(At("follow"), FlowPointsJson.Default.PointToFollow, Follow),
    ];

    private FlowView Chosen(int index) => index >= 0 && index < flows.Count ? flows[index] : throw new InvalidDataException($"flow: found {index}; expected 0 to {flows.Count - 1}");

    private static Rng Stream(int seed) => new Rng((ulong)seed).Fork("draws");

    private static int CountOf(FlowView flow) => Math.Min(MostPoints, MostNumbers / (flow.Axes.Count * flow.Stages.Count));

    private static FlowDraws Draws(FlowView flow, int seed)
    {
        var points = flow.Draw(Stream(seed), CountOf(flow));
        return new FlowDraws(flow.Axes, [.. points.Select((p, i) => new FlowStage(flow.Stages[i], p))], flow.HasDensity ? Window(flow) : null);
    }

    private Answer Follow(PointToFollow asked)
    {
        var flow = Chosen(asked.Flow);
        if (asked.Point.Length != flow.Axes.Count) throw new InvalidDataException($"point: found {asked.Point.Length} numbers; expected {flow.Axes.Count}");
        if (!asked.Point.All(float.IsFinite)) throw new InvalidDataException("point: found a number that is not finite; expected finite ones");
        if (asked.Seed < 0) throw new InvalidDataException($"seed: found {asked.Seed}; expected 0 or more");
        if (asked.Draw < 0 || asked.Draw >= CountOf(flow)) throw new InvalidDataException($"draw: found {asked.Draw}; expected 0 to {CountOf(flow) - 1}");
        var points = flow.Follow(asked.Point, asked.IsData, Stream(asked.Seed), CountOf(flow), asked.Draw);
        return Answer.Json(new FollowedPoint([.. points], flow.HasDensity && flow.LogDensity(points[^1])[0] is var density && double.IsFinite(density) ? density : null), FlowPointsJson.Default.FollowedPoint);
    }

    // Where nearly all of the data lies, with room around it: low and high of both numbers.
    private static double[] Window(FlowView flow)
    {
        var data = flow.Draw(Stream(0), CountOf(flow))[^1];
        return [.. new[] { 0, 1 }.SelectMany(axis =>
        {
            double[] sorted = [.. data.Where((_, i) => i % 2 == axis).Select(v => (double)v).Order()];
            double low = sorted[(int)(Outermost * (sorted.Length - 1))], high = sorted[(int)((1 - Outermost) * (sorted.Length - 1))], room = 0.1 * Math.Max(high - low, 1e-9);
            return new[] { low - room, high + room };
        })];
    }

    private static Answer Density(FlowView flow)
    {
        if (!flow.HasDensity) throw new InvalidDataException($"{flow.Name}: found {flow.Axes.Count} numbers, or categories; expected a flow of two numbers without categories");
        var window = Window(flow);
        var points = new float[2 * Size * Size];
        for (var i = 0; i < Size * Size; i++)
        {
            points[2 * i] = (float)(window[0] + (window[1] - window[0]) * (i % Size + 0.5) / Size);
            points[2 * i + 1] = (float)(window[3] - (window[3] - window[2]) * (i / Size + 0.5) / Size);
        }
        var log = flow.LogDensity(points);
        double[] ordered = [.. log.Where(double.IsFinite).Order()];
        var brightest = ordered.Length == 0 ? 0 : ordered[(int)(BrightestShare * (ordered.Length - 1))];
        var image = new Image(Size, Size, 3);
        for (var i = 0; i < log.Length; i++)
        {
            var color = ColorScale.Viridis.At(double.IsNaN(log[i]) ? 0 : Math.Exp(Math.Min(0, log[i] - brightest)));
            (image.Pixels[3 * i], image.Pixels[3 * i + 1], image.Pixels[3 * i + 2]) = (color.R, color.G, color.B);
        }
        return Answer.Picture(Png.Encode(image));
    }
}

/// <summary>Draws at every stage.</summary>
/// <param name="Window">Low and high of the first number, then of the second, for the picture of the density; null without one.</param>
internal sealed record FlowDraws(IReadOnlyList<string> Axes, IReadOnlyList<FlowStage> Stages, double[]? Window);

/// <summary>The points of one stage, [count, numbers].</summary>
internal sealed record FlowStage(string Name, float[] Points);

/// <summary>A point that the page wants followed.</summary>
/// <param name="Draw">The draw whose categories it has.</param>
/// <param name="IsData">Whether it is one of the data; else it is one of the noise.</param>
internal sealed record PointToFollow(int Flow, int Seed, int Draw, float[] Point, bool IsData);

/// <summary>The point at every stage.</summary>
/// <param name="LogDensity">In nats, at its place among the data; null where it is not known.</param>
internal sealed record FollowedPoint(float[][] Points, double? LogDensity);

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(FlowDraws))]
[JsonSerializable(typeof(PointToFollow))]
[JsonSerializable(typeof(FollowedPoint))]
internal sealed partial class FlowPointsJson : JsonSerializerContext;
