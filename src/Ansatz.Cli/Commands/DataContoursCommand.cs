using Ansatz.Studies.Contours;

namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz data contours</c>: images of a flow's density with their factors (a, θ), as arrays NumPy reads.</summary>
internal sealed class DataContoursCommand : RunnableCommand
{
    private const int MostImages = 10_000_000;

    /// <summary>Images drawn between two looks at Ctrl-C: a few milliseconds, and a small part of what a file holds.</summary>
    private const int ImagesPerPiece = 2048;

    private readonly Option<long?> count = NumberOption.Whole("--count", "How many images to draw, each with its own random a and θ.", 1, MostImages);
    private readonly Option<string?> parameters = new("--parameters") { Description = "Draw the images of these parameters instead: a,theta a row.", HelpName = "FILE.csv" };
    private readonly Option<string> output = Conventions.OutputFile("FILE.npz", "The file: images uint8 [N,36,36,3], parameters float32 [N,2].");
    private readonly Option<bool> uncompressed = Conventions.Flag("--uncompressed", "Store the arrays as they are, so that training can read the images from the file; 20 GB need 1 GB of memory.");
    private readonly Option<long> seed = Conventions.Seed();
    private readonly Option<long?> threads = Conventions.Threads();

    public DataContoursCommand(string name, string description) : base(name, description) =>
        Take(count, parameters, output, uncompressed, seed, threads, Conventions.Flag(Conventions.Force, "Replace the file if it exists."));

    public override IReadOnlyList<string> Examples =>
        ["ansatz data contours --count 20000 --out contours.npz", "ansatz data contours --parameters factors.csv --out contours.npz"];

    public override void Run(Call call)
    {
        Conventions.UseThreads(call.Value(threads));
        var path = call.Value(output);
        var start = Stopwatch.GetTimestamp();
        var factors = Factors(call);
        OutputFile.Claim(path, call.Has(Conventions.Force));
        call.Track(progress => Write(path, factors, call.Value(uncompressed), progress, call.Cancellation));
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var images = factors.Length / 2;
        var result = new ContoursResult(path, images, seconds, images / seconds);
        call.Result(result, ContoursJson.Default.ContoursResult, writer => writer.WriteLine(
            $"{path}: {Words.Of(images, "image")} in {seconds:0.00} s, {result.ImagesPerSecond:#,0} a second"));
    }

    /// <summary>a and θ of each image: [N, 2].</summary>
    private float[] Factors(Call call) => (call.Value(count), call.Value(parameters)) switch
    {
        ({ } n, null) => FlowContours.DrawParameters(new Rng((ulong)call.Value(seed)), (int)n),
        (null, { } file) => ContourTable.Read(file),
        (null, null) => throw new UsageException("data contours: found neither --count nor --parameters; expected --count N for random images, or --parameters FILE.csv"),
        _ => throw new UsageException("data contours: found both --count and --parameters; expected one of them: a file's rows say how many images there are"),
    };

    private static int Write(string path, float[] factors, bool isStored, ProgressDisplay progress, CancellationToken cancellation)
    {
        var images = factors.Length / 2;
        progress.Begin("drawing", images, "images");
        Npz.Write(path, archive =>
        {
            using (var writer = archive.Begin<byte>("images", images, [FlowContours.Size, FlowContours.Size, 3], isStored))
            {
                var piece = new byte[Math.Min(images, ImagesPerPiece) * FlowContours.ImageLength];
                for (var first = 0; first < images; first += ImagesPerPiece)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var drawn = Math.Min(ImagesPerPiece, images - first);
                    var pixels = piece.AsSpan(0, drawn * FlowContours.ImageLength);
                    FlowContours.Render(factors.AsSpan(2 * first, 2 * drawn), pixels);
                    writer.Append(pixels);
                    progress.Advance(first + drawn);
                }
            }
            archive.Add<float>("parameters", [images, 2], factors);
        });
        return images;
    }
}
