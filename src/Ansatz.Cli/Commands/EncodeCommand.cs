namespace Ansatz.Cli.Commands;

/// <summary><c>ansatz encode</c>: the posterior means of images.</summary>
internal sealed class EncodeCommand : RunCommand
{
    private readonly Option<string> output = Conventions.OutputFile("FILE.npz|FILE.csv", "The arrays means [N, latent] and, if they are known, labels [N] and files [N]; or a table.");

    public EncodeCommand(string name, string description) : base(name, description) => TakeOwn(output, ForceOption());
    public override IReadOnlyList<string> Examples => ["ansatz encode runs/mnist-latent8 --out codes.npz", "ansatz encode runs/photos --data new/ --out codes.csv"];

    protected override void Run(Call call, SavedRun run, Rng rng)
    {
        var path = call.Value(output);
        ImageFile.Claim(path, call.Has(Conventions.Force), ".npz", ".csv");
        var images = Images(call, run).Images;
        var means = run.Model.Encode(images).ToArray();
        var latent = means.Length / images.Count;
        if (Path.GetExtension(path).Equals(".npz", StringComparison.OrdinalIgnoreCase)) WriteArrays(path, images, means, latent);
        else ImageTable.Write(path, images, [.. Enumerable.Range(1, latent).Select(j => $"z{j}")], i => means[(i * latent)..((i + 1) * latent)].Select(m => m.ToString("R", CultureInfo.InvariantCulture)));
        Report(call, run, path, images.Count);
    }

    private static void WriteArrays(string path, Dataset images, float[] means, int latent) => Npz.Write(path, archive =>
    {
        archive.Add<float>("means", [images.Count, latent], means);
        if (images.Labels() is { } labels) archive.Add<int>("labels", [labels.Length], labels);
        if (images.Files() is { } files) archive.Add("files", files);
    });
}
